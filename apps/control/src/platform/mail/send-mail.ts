import { createTransport, type Transporter } from "nodemailer";
import type { ClaimedMail } from "./claim-mails.ts";

export type MailServer = { readonly url: string; readonly from: string };

/** Hands one mail to the mail server; resolves once the server has taken it. */
export type SendMail = (mail: ClaimedMail) => Promise<void>;

const TIMEOUT_MS = 20_000;

/** Opens a pooled connection to a real SMTP server: `smtp://user:pass@host:587`, `smtps://host`. */
export function openMailServer(server: MailServer): { send: SendMail; close(): void } {
  const transport: Transporter = createTransport({
    url: server.url,
    pool: true,
    maxConnections: 8,
    maxMessages: 1000,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as object);
  return {
    send: async (mail) => {
      await transport.sendMail({
        from: server.from,
        to: { name: "", address: mail.recipient },
        subject: mail.subject,
        text: mail.body,
        messageId: mail.message_id,
        date: mail.created_at,
        headers: {
          "Auto-Submitted": "auto-generated",
          "X-Auto-Response-Suppress": "All",
          "Content-Language": mail.locale,
          ...(mail.mayRepeat && { "X-Driftvakt-May-Repeat": "yes" }),
        },
      });
    },
    close: () => transport.close(),
  };
}
