// A form in a dialog. What was typed stays; what is wrong is said beside each field.
import { $, el, speak } from './dom.js';
import { field } from './fields.js';
import { act, Sorry } from './server.js';
import { changed, town } from './state.js';

const dialog = $('#form');

/** Open it. `from`: the message its answers belong to; `fill`: values put in beforehand. */
export function openForm(sheet, { from = '', fill = {} } = {}) {
  const filled = { ...sheet, fields: sheet.fields.map((ask) => ({ ...ask, value: fill[ask.name] ?? ask.value })) };
  draw(filled, from);
  if (!dialog.open) dialog.showModal();
  focusFirst();
}

function draw(sheet, from) {
  const fields = sheet.fields.map((ask) => field(ask, sheet));
  const wrong = sheet.fields.filter((ask) => ask.error);
  const send = el('button', { type: 'submit', class: 'go lit' }, sheet.send);
  const sorry = el('p', { class: 'error', role: 'alert' }, wrong.length ? summary(wrong) : '');
  const form = el('form', { novalidate: true, onsubmit: (event) => submit(event, sheet, fields, from, sorry) },
    el('h2', { id: 'form-title' }, sheet.title), sheet.note && el('p', { class: 'hint' }, sheet.note), sorry,
    fields.map((each) => each.node),
    el('div', { class: 'row' }, send, el('button', { type: 'button', onclick: () => dialog.close() }, 'Not now')));
  dialog.replaceChildren(form);
}

const summary = (wrong) => (wrong.length === 1 ? `One more look, please: ${wrong[0].label}` : `${wrong.length} things need another look.`);

function focusFirst() {
  const place = $('[aria-invalid="true"]', dialog) ?? $('fieldset:has(.error) input, input, textarea, select', dialog);
  place?.focus();
}

async function submit(event, sheet, fields, from, sorry) {
  event.preventDefault();
  const send = $('button[type=submit]', dialog);
  if (send.getAttribute('aria-busy')) return;
  send.setAttribute('aria-busy', 'true');
  const values = Object.fromEntries(fields.map((each) => [each.name, each.read()]));
  try {
    const body = from && town.messages.has(from) ? { message: from } : {};
    const answer = await act('submit', { as: town.me.user, place: town.place, ...body, draft: sheet.draft, values });
    if (answer.answer === 'open') {
      draw(keeping(answer.sheet, values), from);
      focusFirst();
    } else {
      dialog.close();
    }
  } catch (error) {
    if (!(error instanceof Sorry)) throw error;
    sorry.textContent = error.message;
    speak(error.message);
  } finally {
    send.removeAttribute('aria-busy');
  }
}

const keeping = (sheet, values) => ({ ...sheet, fields: sheet.fields.map((ask) => ({ ...ask, value: values[ask.name] ?? ask.value })) });

dialog.addEventListener('close', () => { dialog.replaceChildren(); changed('story'); });
