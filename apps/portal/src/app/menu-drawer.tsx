import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Brand } from "./brand.tsx";
import { Menu, SideFoot } from "./menu.tsx";

/** The menu on a phone. */
export function MenuDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="left"
      size="17rem"
      title={<Brand />}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Menu />
      <SideFoot />
    </Drawer>
  );
}
