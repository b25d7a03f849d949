import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useTabTitle, Columns, Facts, Mono, PageHead, Panel } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { Loaded } from "../../ui/waiting.tsx";
import { CancelButton, CourseList, Outcome, useMandate } from "./mandate-course.tsx";
import { MandateMark } from "./mandate-state.tsx";
import { useOperationText } from "./operation-text.ts";

const route = getRouteApi("/in/mandates/$mandateId");

/** One mandate: what, where, under which clause, who asked, and what became of it. */
export function MandatePage() {
  const { t } = useTranslation();
  const { mandateId } = route.useParams();
  const query = useMandate(mandateId);
  const text = useOperationText();
  useTabTitle(query.data ? text(query.data.mandate) : t("nav.mandates"));
  return (
    <Loaded query={query}>
      {({ mandate, course }) => (
        <>
          <PageHead
            above={<Link to="/mandates">{t("nav.mandates")}</Link>}
            title={text(mandate)}
            lead={<MandateMark state={mandate.state} soft />}
            actions={<CancelButton mandate={mandate} />}
          />
          <Columns
            main={
              <Panel title={t("mandates.course")}>
                <CourseList mandate={mandate} steps={course} />
                <Outcome mandate={mandate} />
              </Panel>
            }
            side={
              <Panel title={t("mandates.facts")}>
                <Facts
                  items={[
                    [
                      t("field.server"),
                      <Link
                        key="server"
                        to="/servers/$serverId"
                        params={{ serverId: mandate.serverId }}
                      >
                        {mandate.hostname}
                      </Link>,
                    ],
                    [t("field.clause"), <Mono key="clause">{mandate.clause}</Mono>],
                    [t("mandates.askedBy"), mandate.askedBy.name],
                    [
                      t("mandates.approvedBy"),
                      mandate.approvedBy.map(({ name }) => name).join(", ") || "–",
                    ],
                    [t("field.reason"), mandate.reason || "–"],
                    [t("mandates.issuedAt"), <TimeText key="issued" ms={mandate.issuedAtMs} />],
                    [t("mandates.expiresAt"), <TimeText key="expires" ms={mandate.expiresAtMs} />],
                    [
                      t("mandates.finishedAt"),
                      <TimeText key="finished" ms={mandate.finishedAtMs} />,
                    ],
                    [
                      t("field.id"),
                      <Mono key="id" dim>
                        {mandate.id}
                      </Mono>,
                    ],
                  ]}
                />
              </Panel>
            }
          />
        </>
      )}
    </Loaded>
  );
}
