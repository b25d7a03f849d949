export { openMailDesk, type MailDesk } from "./open-mail.ts";
export type { MailServer } from "./send-mail.ts";
export { writeMail, writeMails, type MailDraft } from "./write-mail.ts";
