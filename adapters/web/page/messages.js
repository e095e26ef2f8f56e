// Messages: cards, what can be pressed on them, threads, private answers.
import { $, el, first, initials } from './dom.js';
import { lit } from './lit.js';
import { here, nameOf, on, town } from './state.js';
import { doHere } from './town.js';
import { moment, words } from './words.js';

const SHOWN_SEATS = 24;

function seats({ taken, total, words: said }) {
  const squares = total && total <= SHOWN_SEATS
    ? [...Array(total).keys()].map((seat) => el('span', { class: seat < taken ? 'seat taken' : 'seat', 'aria-hidden': 'true' }))
    : [];
  return el('p', { class: 'seats' }, squares, el('span', { class: 'said' }, said));
}

function press(message, control, chosen = '') {
  return async (event) => {
    const pressed = event.currentTarget;
    const option = chosen || (pressed.tagName === 'SELECT' ? pressed.value : '');
    if (pressed.tagName === 'SELECT' && !option) return;
    pressed.setAttribute('aria-busy', 'true');
    await doHere('press', { message: message.id, do: control.do, chosen: option }, { from: message.id });
    pressed.removeAttribute('aria-busy');
    if (pressed.tagName === 'SELECT') pressed.value = '';
  };
}

function control(message, one) {
  if (one.kind === 'link') return one.url && el('a', { class: 'button', href: one.url, rel: 'noopener noreferrer', target: '_blank' }, `${one.label} ↗`);
  if (one.kind === 'menu') {
    return el('select', { 'aria-label': one.label, onchange: press(message, one) },
      el('option', { value: '' }, one.label), one.options.map((option) => el('option', { value: option.value }, [option.label, option.about].filter(Boolean).join(': '))));
  }
  return el('button', { type: 'button', class: one.look, 'data-do': one.do, 'data-message': message.id, onclick: press(message, one) }, one.label);
}

function to(card) {
  if (!card.to.length) return null;
  const names = card.to.map(({ name, user }, i) => [i ? ', ' : '', el('span', { class: user === town.me.user ? 'mention you' : 'mention' }, name)]);
  return el('p', { class: 'to' }, 'For ', names);
}

function cardBody(message) {
  const { card } = message;
  return [
    to(card),
    card.title && el('h3', {}, card.title),
    card.body.length > 0 && el('p', { class: 'body' }, words(card.body)),
    card.facts.length > 0 && el('dl', {}, card.facts.map((fact) => el('div', {}, el('dt', {}, fact.label), el('dd', {}, words(fact.words))))),
    card.seats && seats(card.seats),
    card.image && el('p', {}, el('a', { href: card.image.url, rel: 'noopener noreferrer', target: '_blank' }, `Picture: ${card.image.about}`)),
    card.files?.length > 0 && el('ul', { class: 'files' }, card.files.map(file)),
    card.controls.length > 0 && el('div', { class: 'row' }, card.controls.map((one) => control(message, one))),
    card.note.length > 0 && el('p', { class: 'small' }, words(card.note)),
  ];
}

/** A file to keep: made when asked for, so that nothing of it stays in the page. */
function file({ name, type, data }) {
  const keep = () => {
    const url = URL.createObjectURL(new Blob([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))], { type }));
    el('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  return el('li', {}, el('button', { type: 'button', onclick: keep, 'data-do': `file:${name}` }, `Keep ${name}`));
}

const rich = (card) => Boolean(card.title || card.facts.length || card.seats);

function privately(message) {
  const away = () => doHere('dismiss', { message: message.id });
  return el('div', { class: 'private' },
    el('p', { class: 'only' }, 'Only you can see this', el('button', { type: 'button', class: 'away', 'aria-label': 'Put this away', title: 'Put this away', onclick: away }, '×')),
    cardBody(message));
}

function by(message) {
  const bot = !message.author;
  return el('p', { class: 'by' }, el('b', {}, nameOf(message.author)), bot && el('span', { class: 'is' }, 'bot'),
    el('time', { datetime: message.at, title: moment(message.at) }, moment(message.at, 'brief')));
}

function content(message) {
  if (message.private) return privately(message);
  if (!message.card) return el('p', { class: 'body' }, message.words);
  return rich(message.card) ? el('article', { class: 'card' }, cardBody(message)) : el('div', { class: 'plain' }, cardBody(message));
}

function thread(message, replies) {
  if (message.thread || (!replies.length && !message.card)) return null;
  const open = town.openThreads.has(message.id);
  if (!replies.length) return null;
  const toggle = () => { if (!town.openThreads.delete(message.id)) town.openThreads.add(message.id); draw(); };
  const pinged = replies.some((reply) => reply.pings.includes(town.me.user));
  const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  return el('div', { class: 'thread' },
    el('button', { type: 'button', class: 'replies', 'aria-expanded': String(open), onclick: toggle, 'data-do': `thread:${message.id}` },
      el('span', { class: 'fold', 'aria-hidden': 'true' }), count, pinged && el('span', { class: 'for-you' }, 'for you')),
    open && el('ol', {}, replies.map((reply) => el('li', { class: 'msg', 'data-id': reply.id }, face(reply), el('div', {}, by(reply), content(reply))))),
    open && replyLine(message));
}

function replyLine(message) {
  const send = async (event) => {
    event.preventDefault();
    const input = event.currentTarget.elements.reply;
    if (input.value.trim() && await doHere('type', { thread: message.id, words: input.value })) input.value = '';
  };
  return el('form', { class: 'reply', onsubmit: send }, el('input', { name: 'reply', 'aria-label': 'Reply in this thread', placeholder: 'Reply…', autocomplete: 'off', 'data-do': `reply:${message.id}` }));
}

function face(message) {
  if (message.private) return el('div', { class: 'face bot', 'aria-hidden': 'true' });
  return message.author
    ? el('div', { class: 'face', 'aria-hidden': 'true' }, initials(nameOf(message.author)))
    : el('div', { class: 'face bot', 'aria-hidden': 'true' });
}

function row(message, replies) {
  return el('li', { class: message.private ? 'msg mine' : 'msg', 'data-id': message.id }, face(message),
    el('div', {}, by(message), content(message), thread(message, replies)));
}

const drawn = new Map(); // id -> [what it was drawn from, the element]

function rowFor(message, replies) {
  const key = JSON.stringify([message, replies, town.openThreads.has(message.id), town.me.user]);
  const [was, element] = drawn.get(message.id) ?? [];
  if (was === key) return element;
  const fresh = row(message, replies);
  drawn.set(message.id, [key, fresh]);
  return fresh;
}

function empty() {
  const place = here();
  return el('li', { class: 'empty' }, el('img', { src: '/page/flower.svg', alt: '', width: 64, height: 64 }),
    el('p', { class: 'lead' }, place?.direct ? 'Nothing here yet' : 'The noticeboard is empty'),
    el('p', {}, place?.direct ? `This is where Wallflower writes to you, ${first(town.me.name)}, and nobody else sees it.` : 'What organisers announce is pinned here. Type / to see what you can do.'));
}

/** What features put on your own page: cards that are not messages. */
function home() {
  return town.home.length > 0 && el('li', { class: 'home', 'data-id': '' }, el('h2', {}, 'Your page'),
    town.home.map((card) => el('article', { class: 'card' }, cardBody({ id: '', card }))));
}

function draw() {
  const list = $('#messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const held = document.activeElement?.dataset?.do && list.contains(document.activeElement)
    ? [document.activeElement.closest('[data-id]').dataset.id, document.activeElement.dataset.do, document.activeElement.value] : null;
  const all = [...town.messages.values()].sort((a, b) => a.id - b.id);
  const rows = all.filter((message) => !message.thread || !town.messages.has(message.thread) || message.private)
    .map((message) => rowFor(message, all.filter((reply) => reply.thread === message.id && !reply.private)));
  list.replaceChildren(...[home(), ...(rows.length ? rows : [empty()])].filter(Boolean));
  for (const id of drawn.keys()) if (!town.messages.has(id)) drawn.delete(id);
  if (held) restore(list, held);
  if (atEnd) list.scrollTop = list.scrollHeight;
  lit();
}

function restore(list, [id, done, value]) {
  const again = $(`[data-id="${CSS.escape(id)}"] [data-do="${CSS.escape(done)}"]`, list);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (again.tagName === 'INPUT') again.value = value;
}

on('messages', draw);
on('me', () => { drawn.clear(); draw(); $('#messages').scrollTop = $('#messages').scrollHeight; });
