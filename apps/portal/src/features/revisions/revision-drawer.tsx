import { Drawer } from "@mantine/core";
import type { Adjustment } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { RevisionView } from "./revision-view.tsx";

/** One revised month, with its evidence. */
export function RevisionDrawer({
  revision,
  onClose,
}: {
  revision: Adjustment | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={revision !== undefined}
      onClose={onClose}
      size="44rem"
      title={t("revisions.one")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {revision ? <RevisionView revision={revision} /> : null}
    </Drawer>
  );
}
