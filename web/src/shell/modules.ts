/**
 * What a domain folder adds to the console: its menu entries and pages, in
 * src/domain/NAME/web/index.ts. The folders are found here; none is listed.
 */
import type { Component } from 'vue';
import type { RouteLocation, RouteRecordRaw } from 'vue-router';
import { mayAll } from '@/use/session';

export interface MenuEntry {
  to: string;
  title: string;
  icon: Component;
  /** One sentence for the search box: what can be done there. */
  about: string;
  /** The letter after `g` that opens the page. */
  key?: string;
  /** The routes of the API without which the page is of no use: "GET /api/months". Who may not call
   * them does not find the entry, and the page says what is missing. Pages below it (meta.parent)
   * need the same unless their meta.needs says otherwise. */
  needs?: string[];
}

export interface Finding {
  title: string;
  about: string;
  to: string;
}

export interface PagesOfModule {
  title: string;
  /** Position among the modules in the menu. */
  order: number;
  menu: MenuEntry[];
  routes: RouteRecordRaw[];
  /** Query names that stay when one walks from page to page, such as the month looked at. */
  keeps?: string[];
  /** Things of this module that the search box can find. */
  find?: (words: string) => Promise<Finding[]>;
  /** The page of a matter (engine/flow) by its number; null when it is none of this module's. */
  matter?: (number: string) => string | null;
}

const found = import.meta.glob<{ default: PagesOfModule }>(
  ['../../../src/domain/*/web/index.ts', '../pages/*/index.ts'],
  { eager: true },
);

export const modules: PagesOfModule[] = Object.values(found)
  .map((file) => file.default)
  .sort((a, b) => a.order - b.order);

export const keptNames: string[] = modules.flatMap((module) => module.keeps ?? []);

/** Where a matter is told about; null when one may not go there. */
export const matterPath = (number: string): string | null =>
  modules.map((module) => module.matter?.(number) ?? null).find((path) => path !== null) ?? null;

const entries = modules.flatMap((module) => module.menu);

/** What the page at this place needs: its own, or that of its entry in the menu. */
export function needsOf(to: Pick<RouteLocation, 'meta' | 'path'>): string[] {
  const own = to.meta.needs as string[] | undefined;
  const parent = to.meta.parent as { to: string } | undefined;
  return own ?? entries.find((entry) => entry.to === (parent?.to ?? to.path))?.needs ?? [];
}

/** The menu of the one who is signed in. */
export const menuOf = (module: PagesOfModule): MenuEntry[] => module.menu.filter((entry) => mayAll(entry.needs ?? []));
