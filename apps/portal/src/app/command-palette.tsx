import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../api/index.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { PAGES } from "./navigation.ts";
import { useCan } from "./session.tsx";
import classes from "./palette.module.css";

type Command = {
  id: string;
  group: string;
  icon: IconName;
  text: string;
  hint?: string;
  run: () => void;
};

const LIST_ID = "palette-list";

/** One field for everything: pages, things to do, and servers by name. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="36rem"
      yOffset="12vh"
      centered={false}
      aria-label={t("palette.title")}
    >
      <Palette onClose={onClose} />
    </Modal>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const commands = useCommands(text, onClose);
  const at = Math.min(chosen, commands.length - 1);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown") setChosen((at + 1) % Math.max(1, commands.length));
    else if (event.key === "ArrowUp")
      setChosen((at - 1 + commands.length) % Math.max(1, commands.length));
    else if (event.key === "Enter") commands[at]?.run();
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <div className={classes.field}>
        <Icon name="search" />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={LIST_ID}
          aria-activedescendant={commands[at] ? `palette-${commands[at].id}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t("palette.placeholder")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={classes.list} id={LIST_ID} role="listbox" aria-label={t("palette.title")}>
        {commands.map((command, i) => (
          // Keys are handled by the field, which keeps the focus; a click does the same.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={command.id}
            id={`palette-${command.id}`}
            role="option"
            aria-selected={i === at}
            data-chosen={i === at || undefined}
            onMouseMove={() => setChosen(i)}
            onClick={command.run}
          >
            <Icon name={command.icon} />
            <span className={classes.text}>{command.text}</span>
            <span className={classes.hint}>{command.hint ?? command.group}</span>
          </div>
        ))}
        {commands.length === 0 ? <p className={classes.nothing}>{t("palette.nothing")}</p> : null}
      </div>
    </div>
  );
}

/** Commands that match the text; servers are searched by the control plane. */
function useCommands(text: string, onClose: () => void): Command[] {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const [searched] = useDebouncedValue(text.trim(), 150);
  const found = useApi(
    "servers.list",
    { query: { search: searched, limit: 8 } },
    { enabled: searched.length > 0 && can("servers.read"), keepPrevious: true },
  );
  const go = (run: () => unknown) => () => {
    onClose();
    run();
  };
  const servers: Command[] = (searched ? (found.data?.items ?? []) : []).map((server) => ({
    id: server.id,
    group: t("nav.servers"),
    icon: "server",
    text: server.hostname,
    hint: server.customerName,
    run: go(() => navigate({ to: "/servers/$serverId", params: { serverId: server.id } })),
  }));
  const pages: Command[] = PAGES.filter(({ permission }) => can(permission)).map((page) => ({
    id: page.id,
    group: t("palette.page"),
    icon: page.icon,
    text: t(`nav.${page.id}`),
    run: go(() => navigate({ to: page.to })),
  }));
  const doings: Command[] = [
    ...(can("servers.write")
      ? [
          {
            id: "add-server",
            text: t("servers.add"),
            icon: "plus" as const,
            run: go(() => navigate({ to: "/servers", search: { add: "1" } })),
          },
        ]
      : []),
    ...(can("contracts.write")
      ? [
          {
            id: "new-contract",
            text: t("contracts.new"),
            icon: "plus" as const,
            run: go(() => navigate({ to: "/contracts/new" })),
          },
        ]
      : []),
    {
      id: "profile",
      text: t("nav.profile"),
      icon: "person" as const,
      run: go(() => navigate({ to: "/profile" })),
    },
  ].map((entry) => ({ ...entry, group: t("palette.action") }));
  const wanted = text.trim().toLowerCase();
  const matching = [...pages, ...doings].filter((entry) =>
    entry.text.toLowerCase().includes(wanted),
  );
  return wanted ? [...servers, ...matching] : [...matching];
}
