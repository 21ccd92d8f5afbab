(() => {
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function create({ publicKey }) {
    const found = await navigator.credentials.create({ publicKey: {
      ...publicKey, challenge: bytes(publicKey.challenge), user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: ids(publicKey.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    } });
    return described(found, {
      attestationObject: text(found.response.attestationObject),
      transports: found.response.getTransports ? found.response.getTransports() : [],
    });
  }

  async function get({ publicKey }) {
    const found = await navigator.credentials.get({ publicKey: {
      ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: ids(publicKey.allowCredentials),
    } });
    const handle = found.response.userHandle;
    return described(found, {
      authenticatorData: text(found.response.authenticatorData), signature: text(found.response.signature),
      userHandle: handle ? text(handle) : null,
    });
  }

  const described = (found, response) => ({
    id: found.id, rawId: text(found.rawId), type: found.type, clientExtensionResults: found.getClientExtensionResults(),
    response: { clientDataJSON: text(found.response.clientDataJSON), ...response },
  });

  const given = () => JSON.parse(document.getElementById("passkey-data").textContent);
  const ways = {
    create: () => create(given().creation_options),
    get: () => get(given().request_options),
    login: async (form) => {
      const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
      return get((await answer.json()).request_options);
    },
  };

  document.querySelectorAll("[data-passkey]").forEach((part) => {
    part.hidden = false;
    const way = ways[part.dataset.passkey];
    if (!way) return;
    part.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = part.querySelector(".bad");
      failed.hidden = true;
      try {
        part.elements.credential.value = JSON.stringify(await way(part));
        part.submit();
      } catch { failed.hidden = false; }
    });
  });
})();
