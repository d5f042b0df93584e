// @ts-check
// Passkeys: the server's question goes to the device, the device's answer goes out with the form. Forms that need one are hidden
// until the browser is known to have them.

/** @param {string} text */
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
/** @param {ArrayBuffer | null | undefined} bytes */
const toText = (bytes) =>
  bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** @param {any} key */
const named = (key) => ({ ...key, id: toBytes(key.id) });

/** @param {HTMLFormElement} form */
async function question(form) {
  const address = form.dataset.options;
  const text = address
    ? await (await fetch(address, { headers: { Accept: "application/json" } })).text()
    : document.getElementById("passkey-options")?.textContent ?? "{}";
  const told = JSON.parse(text);
  return (told.request_options ?? told.creation_options).publicKey;
}

/** @param {any} asked @returns {Promise<any>} */
function find(asked) {
  return navigator.credentials.get({
    publicKey: { ...asked, challenge: toBytes(asked.challenge), allowCredentials: (asked.allowCredentials ?? []).map(named) },
  });
}

// A passkey that signs in by itself must be found without a name and must know its owner.
const ABLE = { residentKey: "required", requireResidentKey: true, userVerification: "required" };

/** @param {any} asked @returns {Promise<any>} */
function make(asked) {
  return navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      user: named(asked.user),
      excludeCredentials: (asked.excludeCredentials ?? []).map(named),
      authenticatorSelection: { ...asked.authenticatorSelection, ...ABLE },
    },
  });
}

/** @param {any} key */
function answer(key) {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = key.response;
  const response = Object.entries({ clientDataJSON, attestationObject, authenticatorData, signature, userHandle })
    .filter(([, bytes]) => bytes)
    .map(([name, bytes]) => [name, toText(bytes)]);
  return JSON.stringify({
    id: key.id,
    rawId: toText(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
    response: Object.fromEntries(response),
  });
}

/** @param {HTMLFormElement} form */
async function use(form) {
  const problem = /** @type {HTMLElement} */ (form.querySelector("[data-passkey-problem]"));
  problem.hidden = true;
  try {
    const asked = await question(form);
    const key = await (form.dataset.passkey === "add" ? make(asked) : find(asked));
    /** @type {HTMLInputElement} */ (form.elements.namedItem("credential")).value = answer(key);
    form.submit();
  } catch {
    problem.hidden = false;
  }
}

// Browsers bind a passkey to a host's name and know none for a bare number such as 127.0.0.1.
const hasName = !/^[\d.]+$|:/.test(location.hostname);

if (window.PublicKeyCredential && hasName) {
  for (const note of document.querySelectorAll("[data-no-passkeys]")) note.remove();
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-passkey]"))) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      use(form);
    });
  }
}
