import { readCatalogue } from "../catalogues/read-catalogue.ts";
import { openFleet, type Fleet, type Machine, type MachineSpec } from "../fleet/index.ts";
import { startSmtpServer, type SmtpServer } from "../fleet/smtp-server.ts";
import { ControlPlane, type ControlPlaneOptions } from "./control-plane.ts";

/** A machine under contract, and what the control plane calls it. */
export type Watched = { readonly machine: Machine; readonly serverId: string };

export type SiteOptions = Pick<ControlPlaneOptions, "catalogue"> &
  Partial<Pick<ControlPlaneOptions, "args" | "folder">> & {
    /** More settings, where the control plane's address may be needed. */
    readonly env?: (host: string) => Readonly<Record<string, string>>;
    readonly name: string;
    readonly locale: "en" | "sv" | "da" | "de" | "bs";
    /** Without it mails are kept and not sent, which saves a machine. */
    readonly withMail?: boolean;
  };

/** A provider with one customer: booted machines, a real mail server and a control plane. */
export class Site {
  readonly fleet: Fleet;
  readonly smtp: SmtpServer | undefined;
  readonly control: ControlPlane;
  readonly #options: SiteOptions;
  customerId = "";
  contractId = "";

  constructor(fleet: Fleet, smtp: SmtpServer | undefined, options: SiteOptions) {
    const { catalogue, env, args, folder } = options;
    this.fleet = fleet;
    this.smtp = smtp;
    this.#options = options;
    this.control = new ControlPlane({
      host: fleet.hostAddress,
      port: 7443,
      catalogue,
      smtpUrl: smtp && `smtp://${smtp.host}:${smtp.port}`,
      ...(env && { env: env(fleet.hostAddress) }),
      ...(args && { args }),
      ...(folder && { folder }),
    });
  }

  /** The mail server. @throws where the site has none. */
  get mail(): SmtpServer {
    if (!this.smtp) throw new Error("this site was opened without mail");
    return this.smtp;
  }

  /** Starts the control plane and brings a customer under contract, as yet without machines. */
  async begin(): Promise<void> {
    const { locale, catalogue } = this.#options;
    await this.control.start();
    const customer = { name: "Kund AB", locale, timeZone: "Europe/Stockholm" };
    this.customerId = (await this.control.ask("customers.create", { body: customer })).id;
    const { starter } = readCatalogue(catalogue);
    const body = {
      customerId: this.customerId,
      planId: starter?.plan,
      choices: starter?.level === undefined ? {} : { level: starter.level },
      serverIds: [],
      recipients: [{ name: "Jour", email: "jour@example.org", locale }],
    };
    this.contractId = (await this.control.ask("contracts.create", { body })).id;
  }

  /** Boots a machine and puts it under contract by the one line that a person would paste. */
  async watch(spec: MachineSpec, contractId: string | null = this.contractId): Promise<Watched> {
    const machine = await this.fleet.boot(spec);
    return { machine, serverId: await this.enrol(machine, contractId) };
  }

  async enrol(machine: Machine, contractId: string | null = this.contractId): Promise<string> {
    const { customerId } = this;
    const body = { hostname: machine.hostname, customerId, contractId };
    const { enrolment, installCommand } = await this.control.ask("enrolments.create", { body });
    await machine.output(["sh", "-c", installCommand], { timeoutSeconds: 90 });
    return enrolment.serverId;
  }

  async close(): Promise<void> {
    await this.control.close();
    this.smtp?.close();
    await this.fleet.close();
  }
}

/** Opens a fleet, a mail server and a control plane with a customer under contract. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const fleet = await openFleet({ name: options.name });
  let site: Site | undefined;
  try {
    const smtp = options.withMail === false ? undefined : await startSmtpServer(fleet);
    site = new Site(fleet, smtp, options);
    await site.begin();
    return site;
  } catch (error) {
    await (site ?? fleet).close();
    throw error;
  }
}
