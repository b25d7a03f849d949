import { Button } from "@mantine/core";
import type { Person } from "@driftvakt/protocol/api";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useChange } from "../../api/index.ts";
import { usePaging } from "../../app/filters.ts";
import { SearchField } from "../../app/search-field.tsx";
import { useCan, useMe } from "../../app/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { toast } from "../../ui/toasts.tsx";
import { EmptyState, FailureLine, Loaded } from "../../ui/waiting.tsx";
import { InviteDialog } from "./invite-dialog.tsx";

const route = getRouteApi("/in/people");

/** Who may come in, and as what. */
export function PeoplePage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.people"));
  const search = route.useSearch();
  const can = useCan();
  const [inviting, setInviting] = useState(false);
  const list = useApi(
    "people.list",
    { query: { search: search.search, cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const invite = can("people.write") ? (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
      {t("people.invite")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title={t("nav.people")} lead={t("people.lead")} actions={invite} />
      <Toolbar>
        <SearchField value={search.search} />
      </Toolbar>
      <Panel flush>
        <Loaded query={list}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("list.noMatch")} />
            ) : (
              <>
                <PeopleTable people={page.items} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </>
  );
}

function PeopleTable({ people }: { people: readonly Person[] }) {
  const { t } = useTranslation();
  const [disabling, setDisabling] = useState<Person>();
  const enable = useChange("people.enable", ["people."], () => toast(t("people.enabled")));
  return (
    <>
      <FailureLine failure={enable.error} />
      <DataTable
        caption={t("nav.people")}
        rows={people}
        rowKey={(person) => person.id}
        muted={(person) => person.disabledAtMs !== null}
        columns={[
          {
            id: "name",
            header: t("field.name"),
            names: true,
            cell: (person) => (
              <>
                <strong>{person.name}</strong>
                <br />
                <Dim>{person.email}</Dim>
              </>
            ),
          },
          { id: "role", header: t("field.role"), cell: (person) => t(`role.${person.role}`) },
          {
            id: "customer",
            header: t("field.customer"),
            cell: (person) => person.customerName ?? <Dim>–</Dim>,
          },
          {
            id: "factor",
            header: t("people.secondFactor"),
            cell: (person) => <FactorMark person={person} />,
          },
          {
            id: "seen",
            header: t("people.lastSeen"),
            wideOnly: true,
            cell: (person) => (
              <Dim>
                <TimeText ms={person.lastSeenAtMs} relative />
              </Dim>
            ),
          },
          {
            id: "act",
            header: t("field.actions"),
            silent: true,
            align: "end",
            cell: (person) => (
              <PersonAction
                person={person}
                onDisable={() => setDisabling(person)}
                onEnable={() => enable.mutate({ params: { personId: person.id } })}
              />
            ),
          },
        ]}
      />
      <DisableDialog person={disabling} onClose={() => setDisabling(undefined)} />
    </>
  );
}

function FactorMark({ person }: { person: Person }) {
  const { t } = useTranslation();
  if (person.disabledAtMs !== null)
    return <StateMark tone="idle" shape="dash" label={t("people.disabled")} />;
  if (person.secondFactor === "none")
    return <StateMark tone="warn" shape="triangle" label={t("people.factor.none")} />;
  return <StateMark tone="good" shape="shield" label={t(`people.factor.${person.secondFactor}`)} />;
}

function PersonAction({
  person,
  onDisable,
  onEnable,
}: {
  person: Person;
  onDisable: () => void;
  onEnable: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const can = useCan();
  if (!can("people.write") || person.id === me.id) return null;
  return person.disabledAtMs === null ? (
    <Button size="compact-sm" variant="default" onClick={onDisable}>
      {t("people.disable")}
    </Button>
  ) : (
    <Button size="compact-sm" variant="default" onClick={onEnable}>
      {t("people.enable")}
    </Button>
  );
}

function DisableDialog({ person, onClose }: { person: Person | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const disable = useChange("people.disable", ["people."], () => {
    toast(t("people.isDisabled"));
    onClose();
  });
  return (
    <ConfirmDialog
      opened={person !== undefined}
      title={t("people.disableTitle", { name: person?.name ?? "" })}
      action={t("people.disable")}
      danger
      pending={disable.isPending}
      failure={disable.error}
      onConfirm={() => person && disable.mutate({ params: { personId: person.id } })}
      onClose={onClose}
    >
      <p>{t("people.disableText")}</p>
    </ConfirmDialog>
  );
}
