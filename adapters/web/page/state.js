// What this page knows: who you are, where you look, what is there.

export const town = {
  me: null, // the citizen you are
  people: new Map(), // by handle
  places: [],
  commands: [],
  clock: null, // {now, busy, travelled, read}: `read` is when we read it, on this machine's own clock
  story: null,
  place: null, // the id of the place you look at
  messages: new Map(), // of that place, by id
  openThreads: new Set(),
  home: [], // what your own page shows, where you talk with Wallflower alone
};

const listeners = new Map();

/** Call `draw` whenever one of these parts changes. */
export function on(parts, draw) {
  for (const part of parts.split(' ')) listeners.set(part, [...(listeners.get(part) ?? []), draw]);
}

/** Kept once this page knows who it is and who is there. */
export const known = new Promise((resolve) => { on('me', resolve); });

export function changed(...parts) {
  for (const draw of new Set(parts.flatMap((part) => listeners.get(part) ?? []))) draw();
}

export const nameOf = (handle) => (handle ? town.people.get(handle)?.name ?? handle : 'Wallflower');

export function placeName(place) {
  if (!place) return '';
  return place.direct ? place.name : `# ${place.name}`;
}

export const here = () => town.places.find((place) => place.id === town.place);

export const groupZone = () => [...town.people.values()].find((person) => person.organiser)?.zone ?? 'Europe/London';

/** The town's time now, in milliseconds. */
export const townNow = () => Date.parse(town.clock.now) + (town.clock.busy ? 0 : performance.now() - town.clock.read);
