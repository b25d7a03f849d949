import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCan } from "./session.tsx";
import { PAGES } from "./navigation.ts";
import classes from "./shell.module.css";

/** What the keyboard can do. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const rows: [keys: string[], text: string][] = [
    [["/"], t("shortcuts.search")],
    [["j"], t("shortcuts.down")],
    [["k"], t("shortcuts.up")],
    [["Enter"], t("shortcuts.open")],
    [["?"], t("shortcuts.help")],
    ...PAGES.filter(({ permission }) => can(permission)).map(({ id, key }): [string[], string] => [
      ["g", key],
      t(`nav.${id}`),
    ]),
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("shortcuts.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <dl className={classes.shortcuts}>
        {rows.map(([keys, text]) => (
          <div key={keys.join()}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
