import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { deliver, type Route } from "../../functions/export/deliver.ts";
import { isPublicAddress } from "../../functions/policy/outbound-address.ts";
import { certificateOf } from "./certificate.ts";

const HOST = "portability.example.com";
const url = new URL(`https://${HOST}/receive?of=us`);
const own = certificateOf(HOST);

interface Got {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: number;
}

type Answering = Parameters<typeof createServer>[1];

async function listening(answer: NonNullable<Answering>, options: ServerOptions = own): Promise<number> {
  const server = createServer(options, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const LOOPBACK = [{ address: "127.0.0.1", family: 4 }];

/** The way to a server of a test: to it alone it is allowed, whatever its address is. */
const to = (port: number, more: Partial<Route> = {}): Route => ({
  ...{ resolve: async () => LOOPBACK, mayReach: () => true },
  ...{ port, ca: own.cert, silence: 2000, longest: 5000, ...more },
});

const parcel = (bytes = 100_000) => ({
  ...{ bytes, id: "7Q2M0V9K4XBD1RTP" },
  body: Readable.from([Buffer.alloc(bytes, 7)]),
});

/** Takes it whole, and answers with this. */
function taking(status: number, headers: Record<string, string> = {}) {
  const got: Got[] = [];
  const answer: NonNullable<Answering> = (request, response) => {
    let bytes = 0;
    request.on("data", (piece: Buffer) => {
      bytes += piece.length;
    });
    request.on("end", () => {
      const { method, url: path, headers: sent } = request;
      got.push({ method, path, headers: sent, bytes });
      response.writeHead(status, headers).end("thank you");
    });
  };
  return { got, answer };
}

describe("a parcel", () => {
  it("arrives whole, with its length, its kind and its id, and nothing else about anybody", async () => {
    const { got, answer } = taking(202);
    expect(await deliver(url, parcel(), to(await listening(answer)))).toEqual({
      outcome: "answered",
      status: 202,
    });
    expect(got).toEqual([
      {
        ...{ method: "POST", path: "/receive?of=us", bytes: 100_000 },
        headers: {
          ...{ host: HOST, connection: "close", "content-type": "application/zip" },
          ...{ "content-length": "100000", "idempotency-key": "7Q2M0V9K4XBD1RTP" },
        },
      },
    ]);
  });

  it("follows no redirect, wherever that leads", async () => {
    const { got, answer } = taking(307, { location: `https://${HOST}/elsewhere` });
    expect(await deliver(url, parcel(), to(await listening(answer)))).toEqual({
      outcome: "answered",
      status: 307,
    });
    expect(got).toHaveLength(1);
  });

  it("that is turned away before it is whole is turned away", async () => {
    // It does not hang up: what was sent on a line that is torn down may take the answer with it.
    const port = await listening((_request, response) => {
      response.writeHead(413, { "content-length": "2" }).write("n");
    });
    expect(await deliver(url, parcel(5_000_000), to(port))).toEqual({ outcome: "answered", status: 413 });
  });

  it("is given to nobody with another's certificate, or with one that nobody vouches for", async () => {
    const { got, answer } = taking(200);
    const other = certificateOf("other.example.com");
    const port = await listening(answer, other);
    expect(await deliver(url, parcel(), to(port, { ca: other.cert }))).toEqual({ outcome: "unreachable" });
    expect(await deliver(url, parcel(), to(await listening(answer), { ca: other.cert }))).toEqual({
      outcome: "unreachable",
    });
    expect(got).toEqual([]);
  });
});

describe("whoever does not answer", () => {
  it.each(["before it is connected to", "by TLS", "after it has taken all"])(
    "%s is given up after a while",
    async (when) => {
      const sockets: Socket[] = [];
      const silent = createTcpServer((socket) => void sockets.push(socket.on("error", () => {})));
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => {
        for (const socket of sockets) socket.destroy();
        silent.close();
      });
      const { port } = silent.address() as AddressInfo;
      if (when === "before it is connected to") silent.close();
      const deaf =
        when === "after it has taken all" ? await listening((request) => void request.resume()) : port;
      expect(await deliver(url, parcel(), to(deaf, { silence: 300 }))).toEqual({ outcome: "unreachable" });
    },
  );

  it("but keeps the line busy for ever is given up too", async () => {
    const port = await listening((request, response) => {
      request.resume();
      const busy = setInterval(() => response.writeProcessing(), 50);
      response.on("close", () => clearInterval(busy));
    });
    expect(await deliver(url, parcel(), to(port, { silence: 2000, longest: 400 }))).toEqual({
      outcome: "unreachable",
    });
  });

  it("and whose name nobody knows is not reached", async () => {
    const resolve = () => Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND" }));
    expect(await deliver(url, parcel(), to(443, { resolve }))).toEqual({ outcome: "unreachable" });
  });
});

describe("a name that leads into somebody's own network", () => {
  it.each([
    ["127.0.0.1"],
    ["169.254.169.254"],
    ["10.1.2.3"],
    ["::1"],
    ["fd00:ec2::254"],
    ["::ffff:127.0.0.1"],
    ["8.8.8.8", "10.0.0.1"],
    [],
  ])("%j %j: nothing is connected to", async (...addresses) => {
    const { got, answer } = taking(200);
    const port = await listening(answer);
    const resolve = async () =>
      addresses
        .filter((address) => address !== undefined)
        .map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const route = to(port, { resolve, mayReach: isPublicAddress });
    expect(await deliver(url, parcel(), route)).toEqual({ outcome: "not-allowed" });
    expect(got).toEqual([]);
  });

  it("only at the second time it is asked for is asked for once", async () => {
    const { got, answer } = taking(200);
    let asked = 0;
    const judged: string[] = [];
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? LOOPBACK : [{ address: "10.0.0.1", family: 4 }];
    };
    const mayReach = (address: string) => {
      judged.push(address);
      return true;
    };
    const route = to(await listening(answer), { resolve, mayReach });
    expect(await deliver(url, parcel(), route)).toEqual({ outcome: "answered", status: 200 });
    expect([asked, judged, got.length]).toEqual([1, ["127.0.0.1"], 1]);
  });
});
