// Where you write: words for everybody, or a command, which completes itself.
import { combobox } from './combobox.js';
import { $ } from './dom.js';
import { act } from './server.js';
import { here, on, placeName, town } from './state.js';
import { doHere } from './town.js';

const MOST = 8;
const line = $('#line');

const commandIn = (text) => [...town.commands].sort((a, b) => b.words.length - a.words.length)
  .find((command) => text === command.words || text.startsWith(`${command.words} `));

function put(text, caret = text.length) {
  line.value = text;
  line.setSelectionRange(caret, caret);
  suggestions.look();
}

function commands(text) {
  const typed = text.toLowerCase();
  const [starting, others] = [[], []];
  for (const command of town.commands) {
    if (command.words.startsWith(typed)) starting.push(command);
    else if (typed.length > 2 && `${command.words} ${command.about}`.toLowerCase().includes(typed.slice(1))) others.push(command);
  }
  return [...starting, ...others].map((command) => ({
    label: command.words, about: command.about,
    take: () => put(command.asks.length ? `${command.words} ` : command.words),
  }));
}

/** The field being filled in: `where:"The Lau` gives its name, what is typed, and where that begins. */
const filling = (text) => /(?:^|\s)(\w+)[:=](?:"([^"]*)|([^\s"]*))$/.exec(text);

async function values(command, text) {
  const [, name, quoted, bare] = filling(text);
  const ask = command.asks.find((each) => each.name === name);
  const typed = quoted ?? bare;
  if (!ask) return [];
  const start = text.length - typed.length - (quoted === undefined ? 0 : 1);
  return (await choices(command, ask, typed)).slice(0, MOST)
    .map(({ value, label, about }) => ({ label, about, take: () => put(`${text.slice(0, start)}"${value}" `) }));
}

async function choices(command, ask, typed) {
  if (ask.suggests) {
    const asked = { as: town.me.user, place: town.place, route: command.route, field: ask.name, typed };
    return (await act('suggest', asked).catch(() => ({ options: [] }))).options;
  }
  const like = (option) => option.label.toLowerCase().includes(typed.toLowerCase());
  if (ask.kind === 'person') return [...town.people.values()].map(({ id, name, about }) => ({ value: id, label: name, about })).filter(like);
  if (ask.kind === 'place') return town.places.filter((place) => !place.direct).map((place) => ({ value: `web:town:${place.id}`, label: placeName(place), about: '' })).filter(like);
  return ask.options.filter(like);
}

function fields(command, text) {
  const given = new Set([...text.matchAll(/(?:^|\s)(\w+)[:=]/g)].map((match) => match[1]));
  const [, last] = /(\S*)$/.exec(text);
  return command.asks.filter((ask) => !given.has(ask.name) && ask.name.startsWith(last)).slice(0, MOST).map((ask) => ({
    label: `${ask.name}:`, about: [ask.label, ask.hint].filter(Boolean).join(' · '),
    take: () => put(`${text.slice(0, text.length - last.length)}${ask.name}:""`, text.length - last.length + ask.name.length + 2),
  }));
}

async function source() {
  const text = line.value.slice(0, line.selectionStart);
  if (!text.startsWith('/')) return [];
  const command = commandIn(text);
  if (!command || text === command.words) return text === command?.words ? [] : commands(text).slice(0, 12);
  return filling(text) ? values(command, text) : fields(command, text.slice(command.words.length).trimStart() ? text : `${command.words} `);
}

const suggestions = combobox(line, $('#completions'), source, { eager: () => !commandIn(line.value) });

$('#composer').addEventListener('submit', async (event) => {
  event.preventDefault();
  const words = line.value.trim();
  if (!words) return;
  suggestions.close();
  if (await doHere('type', { words })) line.value = '';
});

on('places me', () => {
  const place = here();
  line.placeholder = place?.direct ? 'Type / to see what Wallflower can do' : `Write in ${placeName(place)}, or type / for commands`;
});
