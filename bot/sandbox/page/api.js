/**
 * The sandbox's control API (docs: DESIGN section 6), one function a call.
 * A refused act throws ApiError, whose message is the server's own sentence for the person.
 */

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new ApiError("The sandbox does not answer. Is `quasi run` still going?", 0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(body.error || `The sandbox refused that (HTTP ${response.status}).`, response.status);
  return body;
}

const get = (path, query = {}) => {
  const text = new URLSearchParams(query).toString();
  return request(text ? `${path}?${text}` : path);
};

const post = (path, body) =>
  request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  world: () => get("/sandbox/world"),
  inbox: (as, since) => get("/sandbox/inbox", { as, since }),
  commands: (as, target) => get("/sandbox/commands", { as, ...target }),
  due: () => get("/sandbox/due"),
  say: (as, target, text, replyTo) =>
    post("/sandbox/say", { as, ...target, text, ...(replyTo ? { reply_to: replyTo } : {}) }),
  click: (as, message, component) => post("/sandbox/click", { as, message, component }),
  choose: (as, message, component, values) => post("/sandbox/choose", { as, message, component, values }),
  submit: (as, modal, fields) => post("/sandbox/submit", { as, modal, fields }),
  command: (as, target, name, options) => post("/sandbox/command", { as, ...target, name, options }),
  autocomplete: (as, target, name, options, focused) =>
    post("/sandbox/autocomplete", { as, ...target, name, options, focused }),
  react: (as, message, emoji, remove) => post("/sandbox/react", { as, message, emoji, remove }),
  dismiss: (as, what) => post("/sandbox/dismiss", { as, ...what }),
  advance: (seconds) => post("/sandbox/clock", { advance_s: seconds }),
};

/** The stream of changes for one person: an EventSource that the caller closes. */
export const stream = (as) => new EventSource(`/sandbox/stream?${new URLSearchParams({ as })}`);
