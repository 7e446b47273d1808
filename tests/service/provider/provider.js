// An OpenID provider for the tests: npm's oidc-provider, which signs in whom it is told to, without asking.
//
//   node provider.js PORT < settings.json
//
// `settings.json` holds its signing keys, and the clients and audience that the tests use. It says "ready" once it
// listens. What the tests change while it runs comes to POST /test: `keys`, to sign with others from then on, and
// `person`, to say who is in front of the browser.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { Provider } from "oidc-provider";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const settings = JSON.parse(readFileSync(0, "utf8"));
let person = "alice";
let provider = make(settings.keys);

function make(keys) {
  const made = new Provider(issuer, {
    jwks: { keys },
    clients: settings.clients,
    cookies: { keys: ["only for tests"] },
    clientBasedCORS: () => false,
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => settings.audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: "openid",
          audience: settings.audience,
          accessTokenFormat: "jwt",
          accessTokenTTL: 600,
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
    claims: { openid: ["sub", "groups"] },
    conformIdTokenClaims: false,
    extraTokenClaims: () => ({ groups: settings.groups }),
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, groups: settings.groups }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant,
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, Session: 3600 },
  });
  made.on("server_error", (_, error) => console.error(error));
  return made;
}

// Whoever has signed in has agreed.
async function loadExistingGrant(ctx) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client.clientId,
    accountId: ctx.oidc.session.accountId,
  });
  grant.addOIDCScope("openid");
  grant.addResourceScope(settings.audience, "openid");
  await grant.save();
  return grant;
}

function logoutSource(ctx, form) {
  ctx.body = form;
}

async function interact(request, response) {
  await provider.interactionDetails(request, response);
  await provider.interactionFinished(request, response, { login: { accountId: person }, consent: {} });
}

async function change(request, response) {
  let body = "";
  for await (const part of request) body += part;
  const wanted = JSON.parse(body);
  if (wanted.keys) provider = make(wanted.keys);
  if (wanted.person) person = wanted.person;
  response.writeHead(204).end();
}

createServer((request, response) => {
  if (request.url === "/test") return change(request, response);
  if (request.url.startsWith("/interaction/")) return interact(request, response);
  return provider.callback()(request, response);
}).listen(port, "127.0.0.1", () => console.log("ready"));
