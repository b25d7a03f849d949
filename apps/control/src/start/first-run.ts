import { readFileSync } from "node:fs";
import type { Catalogue } from "@driftvakt/domain/catalogue";
import { listClauses, loadCatalogue } from "@driftvakt/domain/catalogue";
import { activateCatalogue, getActiveCatalogue } from "../features/contracts/index.ts";
import { makeOwner, renewOwnerLink } from "../features/people/index.ts";
import {
  createInstallation,
  findInstallation,
  type Installation,
} from "../features/provider/index.ts";
import { inScope, type Tx } from "../platform/database/index.ts";
import { AppError } from "../platform/errors/index.ts";
import type { Platform } from "../platform/index.ts";
import { EXIT } from "./exit-codes.ts";
import { findCatalogue } from "./find-catalogue.ts";
import { StartError } from "./start-error.ts";

export const DEFAULT_CATALOGUE = "msp";
export const DEFAULT_OWNER_EMAIL = "owner@driftvakt.localhost";

export type FirstRunAsk = {
  /** Name of a catalogue that comes with Driftvakt, or a file; undefined: the default, or what is active. */
  readonly catalogue: string | undefined;
  readonly ownerEmail: string;
};

export type Prepared = {
  readonly installation: Installation;
  readonly isFirst: boolean;
  /** One-time sign-in link, while the owner has never signed in. */
  readonly signInUrl: string | undefined;
};

/**
 * Makes the installation at the first start, in one transaction: catalogue, installation, owner. Later starts check that
 * the keys are still those that agents pinned.
 */
export async function prepareInstallation(platform: Platform, ask: FirstRunAsk): Promise<Prepared> {
  return inScope(platform.db, "provider", async (tx) => {
    const known = await findInstallation(tx);
    if (!known) return makeInstallation(tx, platform, ask);
    requireSameKey(known, platform);
    if (ask.catalogue !== undefined) await loadCatalogueFile(tx, ask.catalogue);
    const signInUrl = await renewOwnerLink(tx, platform.config.publicUrl, platform.clock.nowMs());
    return { installation: known, isFirst: false, signInUrl };
  });
}

async function makeInstallation(tx: Tx, platform: Platform, ask: FirstRunAsk): Promise<Prepared> {
  const { provider } = await loadCatalogueFile(tx, ask.catalogue ?? DEFAULT_CATALOGUE);
  const locale = localeOf(provider.locale);
  const installation = await createInstallation(
    tx,
    { name: provider.name, locale, timeZone: provider.timeZone },
    platform.keys.signing,
  );
  const signInUrl = await makeOwner(tx, {
    email: ask.ownerEmail,
    locale,
    timeZone: provider.timeZone,
    publicUrl: platform.config.publicUrl,
    nowMs: platform.clock.nowMs(),
  });
  return { installation, isFirst: true, signInUrl };
}

function requireSameKey(installation: Installation, platform: Platform): void {
  if (installation.signingKey === platform.keys.signing.rawBase64) return;
  throw new StartError(
    EXIT.badConfig,
    "the keys in this data folder are not those of the installation in the database",
    "copy the folder keys/ of the first control plane here: agents believe only its signatures",
  );
}

/** Finds and loads a catalogue, and makes it the one that new contracts are made from. */
async function loadCatalogueFile(tx: Tx, name: string): Promise<Catalogue> {
  const file = findCatalogue(name);
  try {
    return await activateCatalogue(tx, readFileSync(file, "utf8"), file);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw invalidCatalogue(error.message, 0, error);
  }
}

/** Said before anything is started, because a first start takes a while. @throws StartError */
export function requireValidCatalogue(name: string): void {
  const file = findCatalogue(name);
  const result = loadCatalogue(readFileSync(file, "utf8"), { fileName: file });
  if (result.ok) return;
  const [first] = result.problems;
  throw invalidCatalogue(
    `${first?.file}:${first?.line}:${first?.column}: ${first?.message}`,
    result.problems.length - 1,
  );
}

function invalidCatalogue(first: string, more: number, cause?: unknown): StartError {
  return new StartError(
    EXIT.badData,
    `${first}${more > 0 ? ` (and ${more} more)` : ""}`,
    "driftvakt catalogue check FILE lists everything that is wrong",
    cause,
  );
}

const LOCALES = ["en", "sv", "da", "de", "bs"];

function localeOf(locale: string): string {
  const language = locale.slice(0, 2);
  return LOCALES.includes(language) ? language : "en";
}

/** The plan that says most: what the provider's own machine is run under. */
export async function richestPlan(tx: Tx): Promise<string> {
  const catalogue = await getActiveCatalogue(tx);
  const plans = catalogue.plans.map(({ id }) => ({
    id,
    count: listClauses(catalogue, { plan: id }).length,
  }));
  const [richest] = plans.toSorted((one, other) => other.count - one.count);
  return richest!.id;
}
