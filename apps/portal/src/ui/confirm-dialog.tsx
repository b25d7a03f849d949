import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Row } from "./page.tsx";
import { FailureLine } from "./waiting.tsx";

/** Asks before something that cannot be taken back lightly. */
export function ConfirmDialog({
  opened,
  title,
  action,
  danger = false,
  pending,
  failure,
  blocked = false,
  onConfirm,
  onClose,
  children,
}: {
  opened: boolean;
  title: string;
  /** What the button says: the deed itself, never "OK". */
  action: string;
  danger?: boolean;
  pending: boolean;
  failure: Error | null;
  blocked?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {children}
      <FailureLine failure={failure} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button
          color={danger ? "red" : undefined}
          loading={pending}
          disabled={blocked}
          onClick={onConfirm}
        >
          {action}
        </Button>
      </Row>
    </Modal>
  );
}
