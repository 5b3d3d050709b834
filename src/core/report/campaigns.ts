import type { AuditLine, CampaignLine } from '../audit.ts';

/** One campaign of the time asked about. Instants in ms. */
export interface ReportedCampaign extends Pick<CampaignLine, 'campaign' | 'of' | 'shown' | 'rules'> {
  /** Different senders, those included who had written before it was one. */
  senders: number;
  /** Messages of it that were judged since it was found. */
  messages: number;
  foundAt: number;
  lastAt: number;
}

/** The campaigns one number's records tell of, most senders first. */
export function campaignsOf(lines: readonly AuditLine[]): ReportedCampaign[] {
  const found = lines.filter((line) => line.kind === 'campaign');
  const decisions = lines.filter((line) => line.kind === 'decision');
  return found
    .map(({ campaign, of, shown, rules, senders, at }) => {
      // Numbers begin anew when Redis was lost.
      const own = decisions.filter((line) => line.campaign === campaign && line.at >= at);
      return {
        ...{ campaign, of, shown, rules },
        senders: senders - 1 + Math.max(1, new Set(own.map(({ senderId }) => senderId)).size),
        messages: own.length,
        foundAt: at,
        lastAt: Math.max(at, ...own.map((line) => line.at)),
      };
    })
    .sort((a, b) => b.senders - a.senders || a.foundAt - b.foundAt);
}
