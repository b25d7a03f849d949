import {
  Menu,
  UnstyledButton,
  useMantineColorScheme,
  type MantineColorScheme,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/auth.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useMe } from "./session.tsx";
import classes from "./shell.module.css";

const SCHEMES: readonly { scheme: MantineColorScheme; icon: IconName }[] = [
  { scheme: "auto", icon: "auto" },
  { scheme: "light", icon: "sun" },
  { scheme: "dark", icon: "moon" },
];

/** The person's own corner: profile, light and dark, keyboard, sign out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate({ to: "/sign-in", search: {} });
  };
  return (
    <Menu position="bottom-end" width="15rem" shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.user} aria-label={t("nav.userMenu", { name: me.name })}>
          {/* Drawn by the style sheet: as text they would be a label that the button's name does not hold. */}
          <span
            className={classes.initials}
            aria-hidden="true"
            data-initials={initials(me.name || me.email)}
          />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name}
          <br />
          {me.customerName ?? t(`role.${me.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<Icon name="person" />}
          onClick={() => void navigate({ to: "/profile" })}
        >
          {t("nav.profile")}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="help" />} onClick={onHelp}>
          {t("shortcuts.title")}
        </Menu.Item>
        <Menu.Divider />
        {SCHEMES.map(({ scheme, icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon name={icon} />}
            rightSection={colorScheme === scheme ? <Icon name="check" size={15} /> : null}
            aria-checked={colorScheme === scheme}
            role="menuitemradio"
            onClick={() => setColorScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="out" />} onClick={() => void leave()}>
          {t("action.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return (
    (words[0]?.[0] ?? "?") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")
  ).toUpperCase();
}
