// One field of a form, by its kind, with its hint and what is wrong with it.
import { combobox } from './combobox.js';
import { el } from './dom.js';
import { act } from './server.js';
import { placeName, town } from './state.js';

const FEW = 4;

/** A labelled field: `{node, read}`; `read()` gives the value as it would be typed. */
export function field(ask, sheet) {
  const id = `field-${ask.name}`;
  const about = [ask.hint && `${id}-hint`, ask.error && `${id}-error`].filter(Boolean).join(' ');
  const attributes = { id, name: ask.name, 'aria-describedby': about || null, 'aria-invalid': ask.error ? 'true' : null, 'aria-required': ask.required ? 'true' : null };
  const [control, read, grouped] = KINDS[ask.kind](ask, attributes, sheet);
  const notes = [ask.hint && el('p', { class: 'hint', id: `${id}-hint` }, ask.hint), ask.error && el('p', { class: 'error', id: `${id}-error` }, ask.error)];
  const label = [ask.label, !ask.required && el('span', { class: 'optional' }, ' (if you like)')];
  const node = grouped
    ? el('fieldset', { class: 'field', 'aria-describedby': about || null }, el('legend', {}, label), notes, control)
    : el('div', { class: 'field' }, el('label', { for: id }, label), notes, control);
  return { node, read, name: ask.name };
}

function text(ask, attributes, sheet) {
  const input = el('input', { ...attributes, type: 'text', value: ask.value, autocomplete: 'off', maxlength: 15000 });
  if (!ask.suggests) return [input, () => input.value];
  const list = el('div', { role: 'listbox', id: `${attributes.id}-list`, 'aria-label': 'Suggestions', class: 'listbox', hidden: true });
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' })) input.setAttribute(name, value);
  const box = combobox(input, list, async () => {
    const asked = { as: town.me.user, place: town.place, route: sheet.route, field: ask.name, typed: input.value };
    const { options } = await act('suggest', asked).catch(() => ({ options: [] }));
    return options.map((option) => ({ ...option, take: () => { input.value = option.value; box.close(); } }));
  });
  return [el('div', { class: 'suggesting' }, input, list), () => input.value];
}

function paragraph(ask, attributes) {
  const area = el('textarea', { ...attributes, rows: 4 }, ask.value);
  return [area, () => area.value];
}

function select(ask, attributes, options) {
  const chosen = options.find((option) => option.value === ask.value || option.label === ask.value)?.value ?? '';
  const box = el('select', attributes, el('option', { value: '' }, ask.required ? 'Choose…' : 'Nobody and nothing in particular'),
    options.map((option) => el('option', { value: option.value, selected: option.value === chosen }, [option.label, option.about].filter(Boolean).join(': '))));
  return [box, () => box.value];
}

function boxes(ask, attributes, type) {
  const values = new Set(ask.value.split('\n'));
  const inputs = ask.options.map((option, i) => el('input', {
    type, name: attributes.name, value: option.value, id: i ? `${attributes.id}-${i}` : attributes.id, checked: values.has(option.value) || values.has(option.label),
  }));
  const rows = inputs.map((input, i) => el('label', { class: 'box' }, input, el('span', {}, ask.options[i].label,
    ask.options[i].about && el('span', { class: 'hint' }, ` ${ask.options[i].about}`))));
  return [el('div', { class: 'boxes' }, rows), () => inputs.filter((input) => input.checked).map((input) => input.value).join('\n'), true];
}

const people = () => [...town.people.values()].map(({ id, name, organiser }) => ({ value: id, label: name, about: organiser ? 'organiser' : '' }));

const places = () => town.places.filter((place) => !place.direct).map((place) => ({ value: `web:town:${place.id}`, label: placeName(place), about: '' }));

const KINDS = {
  line: text,
  moment: text,
  paragraph,
  choice: (ask, attributes) => (ask.options.length <= FEW && ask.required ? boxes(ask, attributes, 'radio') : select(ask, attributes, ask.options)),
  choices: (ask, attributes) => boxes(ask, attributes, 'checkbox'),
  yes_no: (ask, attributes) => boxes(ask, attributes, 'radio'),
  person: (ask, attributes) => select(ask, attributes, people()),
  place: (ask, attributes) => select(ask, attributes, places()),
};
