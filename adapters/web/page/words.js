// Spans of text as nodes; moments in your own time.
import { el } from './dom.js';
import { groupZone, town } from './state.js';

const STYLES = {
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  time: { hour: '2-digit', minute: '2-digit' },
  brief: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
};

const zoneName = (zone) => (zone === 'UTC' ? 'UTC' : `${zone.split('/').pop().replaceAll('_', ' ')} time`);

/** `Thursday 26 November 2026, 18:30`, in your zone. */
export function moment(iso, style = 'full', zone = town.me.zone) {
  const parts = new Intl.DateTimeFormat('en-GB', { ...STYLES[style], timeZone: zone, hourCycle: 'h23' }).formatToParts(new Date(iso));
  const part = (type) => parts.find((each) => each.type === type)?.value ?? '';
  const day = [part('weekday'), part('day'), part('month'), part('year')].filter(Boolean).join(' ');
  const time = part('hour') && `${part('hour')}:${part('minute')}`;
  return [day, time].filter(Boolean).join(', ');
}

function when(span) {
  const zone = town.me.zone;
  const foreign = zone !== groupZone() && span.style !== 'day';
  const words = moment(span.when, span.style) + (foreign ? ` (${zoneName(zone)})` : '');
  return el('time', { datetime: span.when, title: `${moment(span.when, 'full', span.zone)} (${zoneName(span.zone)})` }, words);
}

function node(span) {
  if (typeof span === 'string') return document.createTextNode(span);
  if ('strong' in span) return el('strong', {}, span.strong);
  if ('link' in span) return el('a', { href: span.link, rel: 'noopener noreferrer', target: '_blank' }, span.words);
  if ('when' in span) return when(span);
  return el('span', { class: span.mention === town.me.user ? 'mention you' : 'mention' }, span.name);
}

export const words = (spans) => spans.map(node);

export const plain = (spans) => words(spans).map((each) => each.textContent).join('');
