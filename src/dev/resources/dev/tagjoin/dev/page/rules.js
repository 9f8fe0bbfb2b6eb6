import {byId, h, say, send} from './dom.js';

const CHECK_AFTER_MILLIS = 250;

/** The rule book's editor: checked while one types, applied without a restart. */
export class RuleEditor {
  #board;
  #changes = byId('changes');
  #area = byId('rules');
  #ink = byId('ink');
  #gutter = byId('gutter');
  #verdict = byId('verdict');
  #faults = byId('faults');
  #state = byId('rules-state');
  #applied = null;
  #timer;
  #checks = 0;
  #marks = new Map();

  constructor(board) {
    this.#board = board;
    this.#area.addEventListener('input', () => this.#changed());
    this.#area.addEventListener('scroll', () => this.#scroll());
    this.#area.addEventListener('keydown', (e) => {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
        e.preventDefault();
        this.#apply();
      }
    });
    byId('apply').addEventListener('click', () => this.#apply());
    byId('save-file').addEventListener('click', () => this.#apply('/dev/rules/file'));
    byId('revert').addEventListener('click', () => this.discard());
    byId('save').addEventListener('click', (e) => {
      e.currentTarget.href = URL.createObjectURL(new Blob([this.#area.value]));
    });
  }

  /** Takes the active book; what is being edited stays. */
  book({text, file}) {
    byId('save-file').hidden = !file;
    byId('save').hidden = Boolean(file);
    byId('save-file').textContent = `Save to ${file}`;
    const untouched = this.#applied === null || this.#area.value === this.#applied;
    this.#applied = text;
    if (untouched) {
      this.#area.value = text;
    }
    this.#changed();
  }

  /** Shows a text with errors that the book's file has, unless something else is being edited. */
  draft(text) {
    if (!this.edited) {
      this.#area.value = text;
      this.#changed();
    }
  }

  /** Whether the text differs from the active book. */
  get edited() {
    return this.#applied !== null && this.#area.value !== this.#applied;
  }

  /** Forgets what was typed. */
  discard() {
    this.#area.value = this.#applied;
    this.#changed();
  }

  /** The account changed: what the book would move may have, too. */
  recheck() {
    if (this.#applied !== null) {
      this.#check();
    }
  }

  #changed() {
    this.#draw();
    this.#showState();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check(), CHECK_AFTER_MILLIS);
  }

  #showState() {
    const same = this.#area.value === this.#applied;
    this.#state.textContent = same ? 'active' : 'not applied';
    this.#state.className = same ? 'state same' : 'state differs';
    byId('revert').disabled = same;
    byId('apply').disabled = same;
  }

  async #check() {
    const mine = ++this.#checks;
    try {
      const answer = await send('POST', '/dev/rules/check', this.#area.value, 'text/plain');
      const verdict = await answer.json();
      if (mine === this.#checks) {
        this.#show(verdict);
      }
    } catch (e) {
      this.#verdict.textContent = e.message;
    }
  }

  async #apply(path = '/dev/rules') {
    const text = this.#area.value;
    try {
      const response = await fetch(path,
          {method: 'PUT', body: text, headers: {'content-type': 'text/plain'}});
      this.#checks++;
      const verdict = await response.json();
      if (response.ok) {
        this.#applied = text;
        say(path === '/dev/rules' ? 'the rule book is active' : 'the rule book is active and saved');
      } else {
        this.#goTo(verdict.faults[0]);
      }
      this.#showState();
      this.#show(verdict);
    } catch (e) {
      this.#verdict.textContent = e.message;
    }
  }

  #show({faults, warnings, moves, changes}) {
    const bad = faults.length > 0;
    this.#marks = new Map(
        [...warnings.map((w) => [w.line, 'doubt']), ...faults.map((f) => [f.line, 'bad'])]);
    this.#area.setAttribute('aria-invalid', bad);
    byId('apply').setAttribute('aria-disabled', bad);
    this.#verdict.className = bad ? 'verdict bad' : 'verdict good';
    const verdict = bad
      ? `${faults.length} ${faults.length === 1 ? 'error' : 'errors'}: cannot be applied`
      : `No errors. ${moves === 0 ? 'Nothing' : `${moves} ${moves === 1 ? 'resource' : 'resources'}`} would move.`;
    // a status that says the same again would be read out again
    if (this.#verdict.textContent !== verdict) {
      this.#verdict.textContent = verdict;
    }
    this.#faults.replaceChildren(
        ...faults.map((f) => this.#link(f, 'fault')),
        ...warnings.map((w) => this.#link(w, 'warning')));
    this.#showChanges(changes ?? []);
    this.#draw();
  }

  /** What would move that stays by the active book, and the other way round. */
  #showChanges(changes) {
    this.#changes.hidden = changes.length === 0;
    const more = changes.filter((c) => c.wants);
    this.#changes.replaceChildren(
        h('p', {}, 'Against the active book: ', h('strong', {class: 'plus'}, `+${more.length}`), ' ',
            h('strong', {class: 'minus'}, `−${changes.length - more.length}`)),
        h('ul', {}, [...more, ...changes.filter((c) => !c.wants)].map(({id, name, was, wants}) =>
            h('li', {title: id},
                h('span', {class: wants ? 'plus' : 'minus'}, wants ? '+ ' : '− '), name ?? id,
                ...(wants ? [' → ', this.#board.groupTag(wants)] : [' stays']),
                was ? [wants ? ' instead of ' : ', not ', this.#board.groupTag(was)] : null))));
  }

  #link(fault, kind) {
    return h('li', {class: kind},
        h('button', {type: 'button', on: {click: () => this.#goTo(fault)}},
            h('span', {class: 'place'}, `Line ${fault.line}`),
            kind === 'warning' ? h('span', {class: 'visually-hidden'}, 'warning: ') : null,
            h('span', {}, fault.message)));
  }

  #goTo({line, column}) {
    const before = this.#area.value.split('\n').slice(0, line);
    const text = before.pop() ?? '';
    // columns count code points, the selection counts UTF-16 units
    const inLine = [...text].slice(0, column - 1).join('');
    const [word] = /^("[^"]*"|'[^']*'|[^\s:,#[\]{}]*)/.exec(text.slice(inLine.length));
    const start = before.reduce((sum, l) => sum + l.length + 1, 0) + inLine.length;
    this.#area.focus();
    this.#area.setSelectionRange(start, start + word.length);
    const height = parseFloat(getComputedStyle(this.#area).lineHeight);
    this.#area.scrollTop = Math.max(0, (line - 4) * height);
  }

  #draw() {
    const lines = this.#area.value.split('\n');
    this.#gutter.replaceChildren(...lines.map((_, i) =>
        h('span', {class: this.#marks.get(i + 1) ?? null, 'data-line': i + 1}, String(i + 1))));
    this.#ink.replaceChildren(...lines.map((line, i) =>
        h('span', {class: `line ${this.#marks.get(i + 1) ?? ''}`}, ...colour(line), '\n')));
    this.#scroll();
  }

  #scroll() {
    this.#gutter.scrollTop = this.#area.scrollTop;
    this.#ink.style.transform =
        `translate(${-this.#area.scrollLeft}px, ${-this.#area.scrollTop}px)`;
  }
}

const PARTS = /(#.*$)|("(?:[^"\\]|\\.)*"|'[^']*')|((?:tag\.)?[\w.-]+(?: [\w.-]+)*)(?=\s*:(?:\s|$))|([{}[\],:])/g;

/** A line of YAML in colours; a likeness is enough. */
function colour(line) {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(PARTS)) {
    // a # inside a word is no comment
    if (match[1] && match.index > 0 && !/\s/.test(line[match.index - 1])) {
      continue;
    }
    parts.push(line.slice(end, match.index));
    const kind = match[1] ? 'comment' : match[2] ? 'text' : match[3] ? 'name' : 'sign';
    parts.push(h('span', {class: kind}, match[0]));
    end = match.index + match[0].length;
  }
  parts.push(line.slice(end));
  return parts;
}
