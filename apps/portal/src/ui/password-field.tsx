import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

type Props = Omit<PasswordInputProps, "value" | "onChange" | "autoComplete"> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** One that is being chosen: password managers offer to make it instead of filling in the known one. */
  readonly isNew?: boolean;
};

/** A password, with a button to look at it. */
export function PasswordField({ isNew = false, onChange, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t("field.password")}
      required
      withAsterisk={false}
      autoComplete={isNew ? "new-password" : "current-password"}
      visibilityToggleButtonProps={{ "aria-label": t("field.showPassword") }}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...rest}
    />
  );
}
