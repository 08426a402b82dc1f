/**
 * What a domain folder adds to the console: its menu entries and pages, in
 * src/domain/NAME/web/index.ts. The folders are found here; none is listed.
 */
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';

export interface MenuEntry {
  to: string;
  title: string;
  icon: Component;
  /** One sentence for the search box: what can be done there. */
  about: string;
  /** The letter after `g` that opens the page. */
  key?: string;
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
}

const found = import.meta.glob<{ default: PagesOfModule }>(
  ['../../../src/domain/*/web/index.ts', '../pages/*/index.ts'],
  { eager: true },
);

export const modules: PagesOfModule[] = Object.values(found)
  .map((file) => file.default)
  .sort((a, b) => a.order - b.order);

export const keptNames: string[] = modules.flatMap((module) => module.keeps ?? []);
