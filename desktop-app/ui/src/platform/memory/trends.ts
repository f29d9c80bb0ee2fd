/** The trend of the invented world, counted back from its balances as the real one is. */
import { addDecimals } from '../../money/decimal';
import type { AccountRef, Amount, Trend, TrendPoint } from '../types';
import { dayText } from './lives';
import type { World } from './world';

const SPAN_DAYS = 45;

export function trend(world: World, accounts: readonly AccountRef[], total: Amount): Trend | null {
  if (world.scene.noHistory) return null;
  const { now } = world.scene;
  const dayAgo = (days: number) => dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
  const first = dayAgo(SPAN_DAYS);
  const mine = new Set(accounts.map(({ link, account }) => `${link}/${account}`));
  const booked = world.linked
    .flatMap((bank) => world.ledger.rowsOf(bank))
    .filter((row) => row.status === 'booked' && (row.day ?? '') >= first)
    .filter((row) => mine.has(`${row.account.link}/${row.account.account}`));
  const movedOn = (day: string) => booked.filter((row) => row.day === day).map((row) => row.amount.amount);
  const since = `${dayAgo(0).slice(0, 8)}01`;
  const points: TrendPoint[] = [];
  let running = total.amount;
  let gained = '0';
  for (let ago = 0; ago <= SPAN_DAYS; ago += 1) {
    const day = dayAgo(ago);
    points.unshift({ day, total: { ...total, amount: running } });
    const moved = addDecimals(movedOn(day), total.digits);
    running = addDecimals([running, moved.startsWith('-') ? moved.slice(1) : `-${moved}`], total.digits);
    if (day >= since) gained = addDecimals([gained, moved], total.digits);
  }
  return { points, since, change: { ...total, amount: gained } };
}
