/** The organisation as a tree: who stands under whom, what is in sight, where the keys lead. */
import type { OrgUnit } from './types';

export interface Branch {
  unit: OrgUnit;
  depth: number;
  children: Branch[];
}

/** A unit whose parent is not among those given (beyond the reader's scope) stands at the top. */
export function treeOf(units: OrgUnit[]): Branch[] {
  const branches = new Map(units.map((unit) => [unit.id, { unit, depth: 0, children: [] } as Branch]));
  const top: Branch[] = [];
  for (const branch of branches.values()) {
    const parent = branches.get(branch.unit.parent_id);
    if (parent && parent !== branch) parent.children.push(branch);
    else top.push(branch);
  }
  const settle = (row: Branch[], depth: number) => {
    row.sort((a, b) => a.unit.listing - b.unit.listing || a.unit.id - b.unit.id);
    for (const branch of row) {
      branch.depth = depth;
      settle(branch.children, depth + 1);
    }
  };
  settle(top, 0);
  return top;
}

/** From top to bottom, those under a closed one left out. */
export function inSight(tree: Branch[], isOpen: (id: number) => boolean): Branch[] {
  return tree.flatMap((branch) => [branch, ...(isOpen(branch.unit.id) ? inSight(branch.children, isOpen) : [])]);
}

/** A unit and all under it. */
export function idsBelow(units: OrgUnit[], id: number): Set<number> {
  const found = new Set([id]);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const unit of units) if (found.has(unit.parent_id)) found.add(unit.id);
  }
  return found;
}

/** The units whose name, now or formerly, has the words, and all above them. */
export function withWords(units: OrgUnit[], words: string): OrgUnit[] {
  const wanted = words.trim();
  if (!wanted) return units;
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const kept = new Set<number>();
  for (const unit of units) {
    if (![unit.name, ...unit.aliases.map((alias) => alias.name)].some((name) => name.includes(wanted))) continue;
    for (let at: OrgUnit | undefined = unit; at && !kept.has(at.id); at = byId.get(at.parent_id)) kept.add(at.id);
  }
  return units.filter((unit) => kept.has(unit.id));
}

export type TreeStep = { focus: number } | { open: number } | { close: number } | null;

/** What a key does in a tree (WAI-ARIA Authoring Practices, tree view). */
export function treeStep(key: string, rows: Branch[], at: number, isOpen: (id: number) => boolean): TreeStep {
  const branch = rows[at];
  const focus = (to: number): TreeStep => (rows[to] && to !== at ? { focus: rows[to].unit.id } : null);
  if (!branch) return rows[0] ? { focus: rows[0].unit.id } : null;
  const open = branch.children.length > 0 && isOpen(branch.unit.id);
  switch (key) {
    case 'ArrowDown':
      return focus(at + 1);
    case 'ArrowUp':
      return focus(at - 1);
    case 'Home':
      return focus(0);
    case 'End':
      return focus(rows.length - 1);
    case 'ArrowRight':
      if (branch.children.length === 0) return null;
      return open ? focus(at + 1) : { open: branch.unit.id };
    case 'ArrowLeft':
      if (open) return { close: branch.unit.id };
      return focus(rows.findIndex((row) => row.children.includes(branch)));
    default:
      return null;
  }
}
