import {byId, h, say, send} from './dom.js';

const SHOWN_OUTCOMES = 6;
const KEPT = 60;
const BEFORE_ADVICE = {
  retry: 'EventBridge delivers the event again. If it lasts: ',
  refused: 'Needs manual action: ',
};

/** What was sent to the function, and its outcomes; the newest first. */
export class DeliveryList {
  #list = byId('deliveries');
  #items = new Map();
  #board;
  #tally = new Map();

  constructor(board) {
    this.#board = board;
    setInterval(() => this.#count(), 250);
    this.clear();
  }

  clear() {
    this.#items.clear();
    this.#tally.clear();
    this.#list.replaceChildren(
        h('li', {class: 'empty'}, 'No events yet. Change a tag, or deliver a sample event.'));
    byId('tally').textContent = '';
  }

  update(delivery) {
    let entry = this.#items.get(delivery.id);
    if (!entry) {
      this.#list.querySelector('.empty')?.remove();
      entry = {item: h('li', {class: 'delivery'}), attempts: 0};
      this.#items.set(delivery.id, entry);
      this.#list.prepend(entry.item);
      if (this.#items.size > KEPT) {
        const [oldest, {item}] = this.#items.entries().next().value;
        item.remove();
        this.#items.delete(oldest);
      }
    }
    delivery.attempts.slice(entry.attempts).forEach((attempt) => this.#report(delivery, attempt));
    entry.attempts = delivery.attempts.length;
    const open = entry.item.querySelector('details')?.open;
    this.#draw(entry.item, delivery);
    if (open) {
      entry.item.querySelector('details').open = true;
    }
  }

  #report(delivery, {status, answer}) {
    const outcomes = answer?.outcomes ?? [];
    for (const {outcome} of outcomes) {
      this.#tally.set(outcome, (this.#tally.get(outcome) ?? 0) + 1);
    }
    byId('tally').textContent =
        [...this.#tally].map(([outcome, times]) => `${times} ${outcome}`).join(', ');
    if (outcomes.length === 0) {
      say(`${delivery.title} answered ${status || 'nothing'}`);
    }
    for (const {outcome, resource, reason} of outcomes.slice(0, SHOWN_OUTCOMES)) {
      const name = resource ? this.#board.resourceName(resource.id) : delivery.title;
      say(`${name}: ${outcome}${reason ? `, ${reason}` : ''}`);
    }
  }

  #draw(item, delivery) {
    const {id, title, about, event, state, attempts, next} = delivery;
    const last = attempts[attempts.length - 1];
    const time = new Date(attempts[0]?.at ?? Date.now()).toLocaleTimeString([], {hour12: false});
    item.dataset.state = state;
    item.replaceChildren(...[
      h('div', {class: 'head'},
          h('span', {class: 'call'}, title),
          about ? h('span', {class: 'about'}, about) : null,
          h('time', {}, time)),
      h('ol', {class: 'attempts'}, attempts.map((attempt, i) =>
          i < attempts.length - 1 ? this.#short(attempt, i + 1) : this.#full(attempt, i + 1))),
      state === 'sending'
        ? h('p', {class: 'next'}, last ? 'Delivering it again …' : 'Delivering …') : null,
      state === 'waiting'
        ? h('p', {class: 'next'},
            h('span', {'data-next': next}, this.#until(next)),
            h('button', {
              type: 'button', class: 'quiet',
              on: {click: () => send('POST', `/dev/deliveries/${id}/now`)},
            }, 'Now'))
        : null,
      state === 'given up' && last?.status >= 500
        ? h('p', {class: 'next'}, 'Given up: EventBridge would put it into the dead-letter queue')
        : null,
      event
        ? h('details', {}, h('summary', {}, 'Event'),
            h('pre', {tabindex: '0'}, JSON.stringify(event, null, 2)))
        : null,
    ].filter(Boolean));
  }

  #short(attempt, number) {
    return h('li', {class: 'earlier'}, this.#status(attempt), ` attempt ${number}`,
        h('span', {class: 'note'},
            ` ${Object.keys(attempt.answer?.summary ?? {}).join(', ')}, ${attempt.millis} ms`));
  }

  #full(attempt, number) {
    const outcomes = attempt.answer?.outcomes ?? [];
    return h('li', {},
        h('div', {class: 'answered'}, this.#status(attempt),
            h('span', {class: 'note'},
                `${number > 1 ? `attempt ${number}, ` : ''}${attempt.millis} ms`)),
        outcomes.slice(0, SHOWN_OUTCOMES).map((o) => this.#outcome(o, attempt.advice[o.code])),
        outcomes.length > SHOWN_OUTCOMES
          ? h('p', {class: 'note'}, `and ${outcomes.length - SHOWN_OUTCOMES} more`) : null,
        attempt.answer && !attempt.answer.outcomes
          ? h('p', {class: 'reason'}, attempt.answer.detail ?? JSON.stringify(attempt.answer)) : null,
        attempt.calls.length > 0 ? h('p', {class: 'calls'}, 'ECS: ', ...calls(attempt.calls)) : null);
  }

  #status({status}) {
    const kind = status === 200 ? 'ok' : status === 503 ? 'retry' : 'bad';
    return h('span', {class: `status ${kind}`}, status || 'no answer');
  }

  #outcome({outcome, resource, rule, follows, from, to, code, reason}, advice) {
    return h('div', {class: 'outcome'},
        h('span', {class: `word ${outcome}`}, outcome),
        h('div', {},
            resource
              ? h('span', {class: 'who', title: resource.id}, this.#board.resourceName(resource.id))
              : null,
            from && to && from !== to
              ? h('span', {class: 'way'}, this.#board.groupTag(from),
                  h('span', {'aria-label': 'to'}, ' → '), this.#board.groupTag(to))
              : null,
            rule ? h('span', {class: 'note'}, `by rule "${rule}"`) : null,
            follows
              ? h('span', {class: 'note', title: follows.id},
                  `with ${this.#board.resourceName(follows.id)}`)
              : null,
            reason ? h('p', {class: 'reason'}, code && !reason.includes(code) ? `${code}: ` : '',
                reason) : null,
            advice && BEFORE_ADVICE[outcome]
              ? h('p', {class: 'todo'}, BEFORE_ADVICE[outcome], advice, '.', troubleHint())
              : null));
  }

  #until(next) {
    const seconds = Math.max(0, Math.ceil((new Date(next) - Date.now()) / 1000));
    return `Next delivery in ${seconds} s`;
  }

  #count() {
    for (const span of this.#list.querySelectorAll('[data-next]')) {
      span.textContent = this.#until(span.dataset.next);
    }
  }
}

/** How to end the trouble that the page makes; it is no trouble of the real service. */
function troubleHint() {
  return document.body.dataset.trouble === 'calm' ? '' : ' Here: set ECS to "working".';
}

/** The calls in their order, the same ones in a row as one. */
function calls(made) {
  const runs = [];
  for (const {action, status, code} of made) {
    const said = code ?? (status === 0 ? 'no answer' : status === 200 ? null : String(status));
    const last = runs[runs.length - 1];
    if (last && last.action === action && last.said === said) {
      last.times++;
    } else {
      runs.push({action, said, times: 1});
    }
  }
  return runs.map(({action, said, times}, i) =>
      h('span', {class: said ? 'failed' : null},
          `${i > 0 ? ', ' : ''}${action}${times > 1 ? ` ×${times}` : ''}${said ? ` ${said}` : ''}`));
}
