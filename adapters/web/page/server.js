// Talking to the town: questions, acts, and the live line that says what happens.
import { uuid } from './dom.js';

const TOKEN = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
if (TOKEN) {
  sessionStorage.setItem('token', TOKEN);
  history.replaceState(null, '', location.pathname);
}

export class Sorry extends Error {}

function headers(more = {}) {
  const token = sessionStorage.getItem('token');
  return token ? { 'X-Town-Token': token, ...more } : more;
}

async function answered(response) {
  const kind = response.headers.get('Content-Type') ?? '';
  const data = kind.includes('json') ? await response.json() : { sorry: await response.text() };
  if (!response.ok) throw new Sorry(data.sorry || 'That did not work.');
  return data;
}

export async function ask(name, query = {}) {
  return answered(await fetch(`/api/${name}?${new URLSearchParams(query)}`, { headers: headers() }));
}

/** Do something. Sent again with the same id when the line broke, so that it happens once. */
export async function act(name, body) {
  const request = { method: 'POST', headers: headers({ 'Content-Type': 'application/json' }), body: JSON.stringify({ id: uuid(), ...body }) };
  try {
    return await answered(await fetch(`/api/${name}`, request));
  } catch (error) {
    if (error instanceof Sorry) throw error;
    await new Promise((resolve) => { setTimeout(resolve, 600); });
    try {
      return await answered(await fetch(`/api/${name}`, request));
    } catch (again) {
      throw again instanceof Sorry ? again : new Sorry('Not sent: Wallflower isn’t running just now.');
    }
  }
}

/** Hear what happens, from `after` on, until `signal` aborts. Ends by throwing when the line breaks. */
export async function listen(me, after, signal, heard) {
  const response = await fetch(`/api/live?${new URLSearchParams({ as: me })}`, { headers: headers({ 'Last-Event-ID': after }), signal });
  if (!response.ok) throw new Sorry(await response.text());
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error('the line ended');
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const fields = Object.fromEntries(event.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      if (fields.event) heard(fields.event, JSON.parse(fields.data), fields.id);
      else heard('', null, null);
    }
  }
}
