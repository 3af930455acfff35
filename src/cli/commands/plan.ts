import { readPlanFiles } from '../../app/commit/plan.ts'
import { loadPolicy, policyDigest } from '../../app/config/policy.ts'
import { acceptedImpacts } from '../../app/gate/wiring.ts'
import { mergePlans } from '../../app/merge.ts'
import { describeChange, type Planned, plan, preview } from '../../app/plan.ts'
import { latestPlan, ownFolder, plansFolder } from '../../app/plans.ts'
import { type Judged, judgePolicy } from '../../app/policy.ts'
import { keptMax, prunePlans } from '../../app/prune.ts'
import { loadScanned } from '../../app/scanned.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import { RttError } from '../../core/diag/error.ts'
import { exitOf } from '../../core/diag/exit.ts'
import { layout } from '../../core/model/layout.ts'
import { isRouted, type Link } from '../../core/model/link.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { fingerprintOf } from '../../core/plan/fingerprint.ts'
import { contractAt, routesOf, serviceAddress } from '../../core/plan/routes.ts'
import type { Context } from '../context.ts'
import { columns, plural } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'
import { drawChanges } from '../views/changes.ts'
import { drawDiagnostic } from '../views/diagnostic.ts'

const findLink = (r: ScanResult, asked: string): Link => {
  const confirmed = r.links.filter(isRouted)
  const fits = confirmed.filter(
    (l) =>
      asked === `${l.from}#${l.port}` ||
      asked === serviceAddress(r.namespace, l.from, l.port) ||
      asked === `${l.from}->${l.to}` ||
      asked === `${l.from} -> ${l.to}` ||
      asked === `${l.from}#${l.port} -> ${l.to}`,
  )
  if (fits.length === 1) return fits[0]!
  if (fits.length > 1)
    throw new RttError(
      'RTT6001',
      `"${asked}" fits ${fits.map((l) => `"${l.from}#${l.port} -> ${l.to}"`).join(', ')}`,
      { help: 'Name one of them.' },
    )
  throw new RttError('RTT2003', `no route "${asked}"`, {
    help: 'Write it as service#PORT; `rtt ls routes` lists them.',
  })
}

const why = (r: ScanResult, asked: string): Report => {
  const link = findLink(r, asked)
  const contract = contractAt(link, r)
  const route = routesOf(r).find(
    (x) => x.from === serviceAddress(r.namespace, link.from, link.port),
  )!
  const lane = `${route.lanes[0]}: observed, the code’s own connection carries it`
  return {
    command: 'plan',
    exit: 0,
    data: {
      route,
      evidence: link.evidence,
      contract: contract ? { id: contract.id, digest: contract.digest, at: contract.at } : null,
      reason: lane,
    },
    text: ({ style }) =>
      [
        style.bold(`${link.from}#${link.port} -> ${link.to}`),
        `  via       ${link.via}`,
        `  lane      ${lane}`,
        `  contract  ${contract ? `${contract.id} ${contract.digest.slice(0, 8)} ${style.dim(`${contract.at.path}:${contract.at.line}`)}` : 'none that both ends name'}`,
        ...link.evidence.map((e) => `  ${e.signal.padEnd(12)} ${style.dim(`${e.path}:${e.line}`)}`),
      ].join('\n'),
  }
}

type Drawn = { readonly painter: Painter; readonly impacts: readonly Diagnostic[] }

const draw = (p: Planned, r: ScanResult, { painter, impacts }: Drawn): string => {
  if (p.status === 'none') return 'nothing to plan: no confirmed link'
  if (p.status === 'unchanged')
    return `plan ${p.planId!.slice(0, 8)} says what the repository says; nothing written`
  return [
    ...drawChanges(p, r.namespace, painter),
    ...impacts.map((d) => `${drawDiagnostic(d, painter)}\n`),
    `plan ${p.planId!.slice(0, 8)} in ${p.dir}/`,
    `Next: ${painter.style.cyan('rtt sign')}`,
  ].join('\n')
}

/** Nothing is planned that the policy denies. */
const refused = ({ violations, warnings }: Judged): Report => ({
  command: 'plan',
  exit: exitOf(violations),
  diagnostics: [...violations, ...warnings],
  data: { status: 'refused', plan: null },
  text: (painter) =>
    [
      ...violations.map((d) => `${drawDiagnostic(d, painter)}\n`),
      `nothing planned: ${plural(violations.length, 'violation')} of ${layout.policy} or a manifest`,
    ].join('\n'),
})

const shortId = (id: string | undefined): string => id?.slice(0, 8) ?? 'none'

/** After a merge of branches: one plan of what both sides planned. */
const merge = async ({ space }: Context, scan: ScanResult, asked: unknown): Promise<Report> => {
  const dir = ownFolder(space.durable)
  const done = await mergePlans(space, scan, {
    dir,
    asked: typeof asked === 'string' ? asked : undefined,
  })
  const { planned, ours, theirs, common, conflicts, unexpected } = done
  return {
    command: 'plan',
    exit: 0,
    data: {
      status: planned.status,
      plan: planned.planId ?? null,
      folder: dir,
      merged: { ours, theirs, common: common ?? null },
      conflicts,
      unexpected,
    },
    text: (painter) =>
      [
        ...drawChanges(planned, scan.namespace, painter),
        ...conflicts.map((c) => `both sides changed ${c.route}: the merged files decide`),
        ...unexpected.map((key) => `neither side planned ${key} as it is now`),
        `plans ${shortId(ours)} and ${shortId(theirs)}, which both stand on ${shortId(common)}, are plan ${shortId(planned.planId)} now`,
        `Next: ${painter.style.cyan('rtt approve')}`,
      ].join('\n'),
  }
}

/** Takes old plans away; nothing else does. */
const prune = async ({ space }: Context): Promise<Report> => {
  const dir = plansFolder(space.durable)
  const { plans, contracts } = await prunePlans(space.durable, dir)
  return {
    command: 'plan',
    exit: 0,
    data: { folder: dir, pruned: { plans, contracts } },
    text: () =>
      plans.length + contracts.length === 0
        ? `nothing to take away: the last ${keptMax} plans are kept`
        : `took away ${plural(plans.length, 'plan')} and ${plural(contracts.length, 'contract')}`,
  }
}

/** What a plan is made of: when the fingerprint is the same, so is the plan. */
const explain = async ({ space }: Context, scan: ScanResult): Promise<Report> => {
  const policy = policyDigest(await loadPolicy(space.durable))
  const base = latestPlan(space.durable, plansFolder(space.durable)) ?? null
  const { inputs, digest } = fingerprintOf(scan, { policy, base })
  return {
    command: 'plan',
    exit: 0,
    data: { inputs, fingerprint: digest },
    text: ({ style }) =>
      [...columns(inputs.map((i) => [i.name, style.dim(i.digest)])), `fingerprint ${digest}`].join(
        '\n',
      ),
  }
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task } = context
  if (options['prune'] === true) return prune(context)
  const { result, files } = await loadScanned(space, task)
  if (options['explain'] === true) return explain(context, result)
  if (options['merge'] !== undefined) return merge(context, result, options['merge'])
  if (typeof options['why'] === 'string') return why(result, options['why'])
  const isCheck = options['check'] === true
  const policy = await judgePolicy(space.durable, result)
  if (policy.violations.length > 0 && !isCheck) return refused(policy)
  const how = { isMoving: true, isFresh: options['fresh'] === true }
  const planned = isCheck
    ? await preview(space.durable, result, { isFresh: how.isFresh })
    : await plan(space, result, how)
  const impacts = await acceptedImpacts(space, planned, { scan: result, files })
  // A plan whose contracts are gone says nothing of them.
  if (isCheck && planned.base !== undefined)
    readPlanFiles(space.durable, planned.dir, planned.base.planId)
  const stale = isCheck && planned.status === 'new'
  if (stale)
    throw new RttError(
      'RTT2001',
      `the repository has moved on from its plan: ${describeChange(planned)}`,
    )
  return {
    command: 'plan',
    exit: 0,
    diagnostics: [...impacts, ...policy.warnings, ...result.diagnostics],
    data: {
      status: planned.status,
      plan: planned.planId ?? null,
      folder: planned.dir,
      added: planned.added,
      changed: planned.changed,
      removed: planned.removed,
      routes: routesOf(result),
    },
    text: (painter) => draw(planned, result, { painter, impacts }),
  }
}
