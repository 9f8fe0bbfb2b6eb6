import {byId, h, say} from './dom.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const HUES = 6;
/** With more groups than this, those that no resource is in or belongs in become one column. */
const FOLD_FROM = 7;

const keyOf = (r) => `${r.region}/${r.type}/${r.id}`;

/** The columns of groups with their resources. */
export class Board {
  #root = byId('board');
  #handlers;
  #account;
  #folded = h('ul', {class: 'names', tabindex: '0', 'aria-labelledby': 'folded'});
  #foldedCount = h('span', {class: 'count'});
  #foldedColumn = h('section', {class: 'column folded hue-0', 'aria-labelledby': 'folded'},
      h('div', {class: 'head'}, h('div', {class: 'line'},
          h('h3', {id: 'folded'}, 'empty groups'), this.#foldedCount)),
      this.#folded);
  #groups = new Map();
  #resources = new Map();
  #columns = new Map();
  #cards = new Map();
  #selected = null;
  #current = null;

  /**
   * handlers: `leave` says whether another resource may be selected, `selected(byPerson)` is called
   * after one was.
   */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#root.addEventListener('keydown', (e) => this.#move(e));
  }

  /** The resource that is selected, or undefined. */
  get selected() {
    return this.#resources.get(this.#selected);
  }

  /** The id of the account that all resources are in. */
  get account() {
    return this.#account;
  }

  /** The groups of the account, as id and name. */
  get groups() {
    return [...this.#groups.values()].filter((g) => g.exists);
  }

  /** The resources of a type. */
  ofType(type) {
    return [...this.#resources.values()].filter((r) => r.type === type);
  }

  /** Whether there is a resource with this key, `region/type/id`. */
  has(key) {
    return this.#resources.has(key);
  }

  /** A group's name for people. */
  groupName(id) {
    return this.#groups.get(id)?.name ?? id;
  }

  /** A group as a coloured name. */
  groupTag(id) {
    const group = this.#groups.get(id);
    return h('span', {class: `group hue-${group?.hue ?? 0}`, title: id}, group?.name ?? id);
  }

  /** A resource's name for people. */
  resourceName(id) {
    for (const resource of this.#resources.values()) {
      if (resource.id === id) {
        return resource.name ?? id;
      }
    }
    return id;
  }

  select(key, byPerson = false) {
    if (byPerson && key !== this.#selected && !this.#handlers.leave()) {
      return;
    }
    this.#selected = key;
    this.#current = key;
    this.#mark();
    this.#handlers.selected(byPerson);
  }

  /** Selects one to begin with: the first that is astray, else the first. */
  selectFirst() {
    const all = [...this.#resources.values()];
    const first = all.find((r) => r.wants && r.wants !== r.group) ?? all[0];
    if (first && !this.#selected) {
      this.select(keyOf(first));
    }
  }

  update(view) {
    this.#account = view.account;
    this.#groups = new Map(view.groups.map((g, i) => [g.id, {...g, hue: i % HUES}]));
    const before = this.#resources;
    this.#resources = new Map(view.resources.map((r) => [keyOf(r), r]));
    if (!this.#resources.has(this.#selected)) {
      this.#selected = null;
    }
    const moved = [...this.#resources].filter(
        ([key, r]) => before.has(key) && before.get(key).group !== r.group);
    const from = new Map(
        moved.map(([key]) => [key, this.#cards.get(key)?.item.getBoundingClientRect()]));
    const focused = document.activeElement;
    this.#drawColumns(view.groups);
    this.#drawCards();
    this.#fold();
    if (focused !== document.activeElement && this.#root.contains(focused)) {
      focused.focus({preventScroll: true});
    }
    for (const [key, resource] of moved) {
      this.#fly(this.#cards.get(key), from.get(key));
      say(`${resource.name ?? resource.id} moved to ${this.groupName(resource.group)}`);
    }
    this.#mark();
  }

  #drawColumns(groups) {
    for (const [id, column] of this.#columns) {
      if (!this.#groups.has(id)) {
        column.section.remove();
        this.#columns.delete(id);
      }
    }
    groups.forEach(({id}) => {
      const group = this.#groups.get(id);
      let column = this.#columns.get(id);
      if (!column) {
        const title = `group-${this.#columns.size}-${id}`;
        column = {
          name: h('h3', {id: title}),
          count: h('span', {class: 'count'}),
          note: h('p', {class: 'id'}),
          list: h('ul', {}),
        };
        column.section = h('section', {class: `column hue-${group.hue}`, 'aria-labelledby': title},
            h('div', {class: 'head'}, h('div', {class: 'line'}, column.name, column.count),
                column.note),
            column.list);
        this.#columns.set(id, column);
        this.#root.append(column.section);
      }
      column.name.textContent = group.name;
      const also = group.names.filter((n) => n !== group.name);
      column.note.textContent = id;
      if (also.length > 0) {
        column.note.append(` · in the book: ${also.join(', ')}`);
      }
      if (!group.exists) {
        column.note.append(' · not in the account');
      }
      column.section.classList.toggle('missing', !group.exists);
    });
  }

  /** Puts the groups without resources into one column when there are many groups. */
  #fold() {
    const used = new Set();
    for (const {group, wants} of this.#resources.values()) {
      used.add(group).add(wants);
    }
    const folded = this.#columns.size < FOLD_FROM
      ? [] : [...this.#columns.keys()].filter((id) => !used.has(id));
    for (const [id, column] of this.#columns) {
      column.section.hidden = folded.includes(id);
    }
    if (folded.length === 0) {
      this.#foldedColumn.remove();
      return;
    }
    this.#foldedCount.textContent = folded.length;
    this.#folded.replaceChildren(
        ...folded.map((id) => h('li', {title: id}, this.groupName(id))));
    this.#root.append(this.#foldedColumn);
  }

  #drawCards() {
    for (const [key, card] of this.#cards) {
      if (!this.#resources.has(key)) {
        card.item.remove();
        this.#cards.delete(key);
      }
    }
    const places = new Map([...this.#columns.keys()].map((id) => [id, 0]));
    for (const [key, resource] of this.#resources) {
      let card = this.#cards.get(key);
      if (!card) {
        const button = h('button', {
          type: 'button', class: 'card', 'aria-describedby': 'board-keys', 'data-key': key,
          on: {click: () => this.select(key, true)},
        });
        card = {button, item: h('li', {}, button)};
        this.#cards.set(key, card);
      }
      const text = JSON.stringify([resource, [...this.#groups.values()]]);
      if (card.text !== text) {
        card.text = text;
        this.#drawCard(card.button, resource);
      }
      const column = this.#columns.get(resource.group);
      if (column) {
        const place = places.get(resource.group);
        places.set(resource.group, place + 1);
        if (column.list.children[place] !== card.item) {
          column.list.insertBefore(card.item, column.list.children[place] ?? null);
        }
      }
    }
    const most = Math.max(...places.values());
    for (const [id, column] of this.#columns) {
      column.count.textContent = places.get(id);
      column.section.classList.toggle('wide', places.get(id) === most && most > 8);
    }
  }

  #drawCard(button, resource) {
    const astray = resource.wants && resource.wants !== resource.group;
    const tags = Object.entries(resource.tags).map(([key, value]) =>
        h('span', {class: 'tag'}, h('span', {class: 'key'}, key), '=', value));
    button.replaceChildren(
        h('span', {class: 'line'},
            h('span', {class: 'name'}, resource.name ?? resource.id),
            h('span', {class: 'type'}, resource.type)),
        h('span', {class: 'tags'}, tags),
        ...(astray
          ? [h('span', {class: 'wants'}, h('span', {'aria-hidden': 'true'}, '→ '),
              h('span', {class: 'visually-hidden'}, 'belongs in '),
              this.groupTag(resource.wants))]
          : []));
    button.title = `${resource.id}\n${resource.region}`;
  }

  #mark() {
    if (!this.#cards.has(this.#current)) {
      this.#current = this.#cards.keys().next().value;
    }
    for (const [key, {button}] of this.#cards) {
      button.setAttribute('aria-pressed', key === this.#selected);
      button.tabIndex = key === this.#current ? 0 : -1;
    }
  }

  /** Shows a copy of the card on its way, above all columns, since those cut off what leaves. */
  #fly(card, from) {
    const scroller = card.item.parentElement;
    const place = card.item.offsetTop - scroller.offsetTop;
    if (place < scroller.scrollTop || place > scroller.scrollTop + scroller.clientHeight - 40) {
      scroller.scrollTop = place - 60;
    }
    const to = card.item.getBoundingClientRect();
    card.button.classList.add('arrived');
    setTimeout(() => card.button.classList.remove('arrived'), 1800);
    if (calm.matches || !from || !card.item.animate) {
      return;
    }
    const ghost = h('div', {class: 'ghost', 'aria-hidden': 'true'}, card.button.cloneNode(true));
    ghost.style.width = `${to.width}px`;
    document.body.append(ghost);
    card.item.style.visibility = 'hidden';
    const at = (r) => `translate(${r.left}px, ${r.top}px)`;
    const flight = ghost.animate(
        [{transform: at(from)}, {transform: at(to)}],
        {duration: 520, easing: 'cubic-bezier(.3,.7,.2,1)'});
    flight.finished.catch(() => {}).then(() => {
      ghost.remove();
      card.item.style.visibility = '';
    });
  }

  #move(event) {
    const card = event.target.closest('.card');
    const [x, y] = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]}[
        event.key] ?? [0, 0];
    if (!card || (x === 0 && y === 0)) {
      return;
    }
    event.preventDefault();
    const here = card.getBoundingClientRect();
    // the nearest one in that direction, distance across counting more
    let best = null;
    for (const {button} of this.#cards.values()) {
      const there = button.getBoundingClientRect();
      const along = (there.left - here.left) * x + (there.top - here.top) * y;
      const across = Math.abs((there.left - here.left) * y) + Math.abs((there.top - here.top) * x);
      const distance = along + 3 * across;
      if (along > 4 && (!best || distance < best.distance)) {
        best = {button, distance};
      }
    }
    if (best) {
      this.#current = best.button.dataset.key;
      this.#mark();
      best.button.focus();
    }
  }
}
