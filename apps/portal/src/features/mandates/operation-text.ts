import type { MandateView } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";

/** What an operation does, with the thing it is done to. */
export function useOperationText(): (
  mandate: Pick<MandateView, "operation"> & { parameters: Record<string, unknown> },
) => string {
  const { t } = useTranslation();
  return ({ operation, parameters }) => {
    const unit = typeof parameters["unit"] === "string" ? parameters["unit"] : "";
    return t(`operation.${operation}`, { unit: unit.replace(/\.service$/, "") });
  };
}
