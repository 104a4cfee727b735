import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, startChild } from "./child-process.ts";
import { StartFailure } from "./start-failure.ts";

const EMULATOR = join(
  dirname(createRequire(import.meta.url).resolve("amplify-dynamodb-simulator/package.json")),
  "emulator",
);
const GUARD = fileURLToPath(new URL("./child-guard.ts", import.meta.url));
const SERVER = fileURLToPath(new URL("./dynamodb-local.xml", import.meta.url));
const JAVA_NEEDED =
  "Habeas needs Java 17 or newer for DynamoDB Local: install it (Debian: apt-get install openjdk-17-jre-headless) " +
  "so that `java` is on the PATH.";

/** Starts DynamoDB Local, its tables kept in `<data>/dynamodb`. @throws StartFailure without Java 17 */
export function startDynamoDbLocal(data: string): Promise<Child> {
  const folder = join(data, "dynamodb");
  mkdirSync(folder, { recursive: true });
  return startChild({
    name: "DynamoDB Local",
    command: process.execPath,
    args: [
      GUARD,
      "java",
      // A short life on few cores: no second compiler, no collector threads.
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      `-Djava.library.path=${join(EMULATOR, "DynamoDBLocal_lib")}`,
      `-Ddynamodb.path=${folder}`,
      // The line that tells the port.
      "-Dorg.eclipse.jetty.server.AbstractConnector.LEVEL=INFO",
      "-cp",
      [join(EMULATOR, "DynamoDBLocal.jar"), join(EMULATOR, "DynamoDBLocal_lib", "*")].join(delimiter),
      "org.eclipse.jetty.xml.XmlConfiguration",
      SERVER,
    ],
    env: { DDB_LOCAL_TELEMETRY: "0" },
    ready: /Started ServerConnector.*\{127\.0\.0\.1:(\d+)\}/,
    log: join(data, "logs", "dynamodb-local.log"),
    explain: (output) =>
      /spawn java ENOENT|UnsupportedClassVersionError|Unrecognized VM option/.test(output)
        ? new StartFailure(JAVA_NEEDED)
        : undefined,
  });
}
