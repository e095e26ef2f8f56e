// Puts the page together and keeps it true.
import { $, speak } from './dom.js';
import { act, ask, listen, Sorry } from './server.js';
import { changed, nameOf, town } from './state.js';
import { plain } from './words.js';
import './places.js';
import './messages.js';
import './composer.js';
import './people.js';
import './strip.js';
import { openForm } from './form.js';

let line = null;

async function readPlace() {
  const { messages } = await ask('place', { as: town.me.user, place: town.place });
  town.home = town.place.startsWith('@') ? (await ask('home', { as: town.me.user })).cards : [];
  town.messages = new Map(messages.map((message) => [message.id, message]));
  changed('messages');
  markRead();
}

async function readTown() {
  const read = await ask('town', { as: sessionStorage.getItem('me') ?? '' }).catch((error) => {
    if (!(error instanceof Sorry) || !sessionStorage.getItem('me')) throw error;
    return ask('town', {}); // whoever this page was has moved away
  });
  town.people = new Map(read.people.map((person) => [person.user, person]));
  town.me = town.people.get(read.me);
  Object.assign(town, { title: read.title, places: read.places, commands: read.commands, story: read.story });
  town.clock = { ...read.clock, read: performance.now() };
  const wanted = town.place ?? sessionStorage.getItem('place');
  town.place = (read.places.find((place) => place.id === wanted) ?? read.places.find((place) => !place.direct) ?? read.places[0])?.id;
  return read.after;
}

/** Read everything afresh and go on listening from there. */
export async function refresh() {
  const after = await readTown();
  await readPlace();
  line?.abort(); // only now: while nobody answers, the old line keeps trying to come back
  line = new AbortController();
  const { signal } = line;
  changed('me', 'places', 'story', 'clock');
  $('.stopped').hidden = true;
  keepListening(after, signal);
}

async function keepListening(after, signal) {
  let latest = after;
  try {
    await listen(town.me.user, latest, signal, (kind, data, id) => {
      latest = id ?? latest;
      if (kind) heard[kind]?.(data);
    });
  } catch (error) {
    if (signal.aborted) return;
    $('.stopped').hidden = false;
    comeBack(signal);
  }
}

async function comeBack(signal) {
  while (!signal.aborted) {
    await new Promise((resolve) => { setTimeout(resolve, 700); });
    try {
      await refresh();
      return;
    } catch { /* still away */ }
  }
}

const heard = {
  resync: () => refresh(),
  message(message) {
    if (message.place === town.place) {
      const isNew = !town.messages.has(message.id);
      if (isNew && message.thread) town.openThreads.add(message.thread);
      town.messages.set(message.id, message);
      changed('messages');
      if (isNew && message.author !== town.me.user) speak(spoken(message));
      markRead();
    } else if (message.author !== town.me.user && !message.edited) {
      const place = town.places.find((each) => each.id === message.place);
      if (!place) { refresh(); return; }
      place.new += 1;
      place.pinged += message.pings.includes(town.me.user) ? 1 : 0;
      speak(`New in ${place.name}`);
      changed('places');
    }
  },
  gone(message) {
    town.messages.delete(message.id);
    changed('messages');
  },
  clock(clock) {
    town.clock = { ...clock, read: performance.now() };
    changed('clock');
  },
  story(story) {
    town.story = story;
    changed('story');
  },
};

function spoken(message) {
  const said = message.card ? [message.card.title, plain(message.card.body)].filter(Boolean).join('. ') : message.words;
  return `${message.private ? 'Only for you: ' : `${nameOf(message.author)}: `}${said}`;
}

function markRead() {
  const place = town.places.find((each) => each.id === town.place);
  const newest = [...town.messages.keys()].map(Number).reduce((a, b) => Math.max(a, b), 0);
  if (!place || !newest || document.hidden) return;
  Object.assign(place, { new: 0, pinged: 0 });
  changed('places');
  act('read', { as: town.me.user, message: String(newest) }).catch(() => {});
}

document.addEventListener('visibilitychange', () => { if (!document.hidden && town.me) markRead(); });

/** Be somebody else from now on. */
export async function become(user, place = town.place) {
  sessionStorage.setItem('me', user);
  town.place = place;
  town.openThreads.clear();
  await refresh();
  speak(`You are ${town.me.name} now.`);
}

export async function goTo(place) {
  town.place = place;
  sessionStorage.setItem('place', place);
  await readPlace();
  changed('places');
}

/** Do something here as you; a form opens where one is asked for. `fill`: values put into that form beforehand. */
export async function doHere(name, body, { fill = {}, from = '' } = {}) {
  try {
    const answer = await act(name, { as: town.me.user, place: town.place, ...body });
    if (answer.answer === 'open') openForm(answer.sheet, { from, fill });
    return answer;
  } catch (error) {
    if (!(error instanceof Sorry)) throw error;
    complain(error.message);
    return null;
  }
}

export function complain(said) {
  const box = $('.stopped');
  if (!box.hidden) return;
  const note = $('#place-about');
  note.textContent = said;
  note.classList.add('sorry');
  speak(said);
  setTimeout(() => { note.classList.remove('sorry'); changed('places'); }, 6000);
}

refresh().catch((error) => {
  const box = $('.stopped');
  if (error instanceof Sorry) box.textContent = error.message;
  box.hidden = false;
  if (!(error instanceof Sorry)) comeBack(new AbortController().signal);
});
