import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import type { LocalStack } from "../../infra/local/local-stack.ts";

/** The buckets as the operator sees them. */
export class Buckets {
  readonly #client: S3Client;
  readonly #stack: LocalStack;

  constructor(stack: LocalStack) {
    this.#stack = stack;
    this.#client = new S3Client({
      endpoint: stack.gateway.url,
      region: "eu-central-1",
      credentials: stack.gateway.credentialsFor("operator"),
      forcePathStyle: true,
    });
  }

  /** Every object of every bucket, by `<bucket>/<key>`. */
  async everything(): Promise<Map<string, Buffer>> {
    const objects = new Map<string, Buffer>();
    for (const { logicalId } of this.#stack.template.ofType("AWS::S3::Bucket")) {
      const Bucket = this.#stack.template.nameOf(logicalId);
      for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, { Bucket }))
        for (const { Key = "" } of Contents) {
          const { Body } = await this.#client.send(new GetObjectCommand({ Bucket, Key }));
          objects.set(`${logicalId}/${Key}`, Buffer.from((await Body?.transformToByteArray()) ?? []));
        }
    }
    return objects;
  }

  /** @param bucket the beginning of its logical id */
  async put(bucket: string, Key: string, text: string): Promise<void> {
    const { logicalId } = this.#stack.template.find(bucket, "AWS::S3::Bucket");
    const Bucket = this.#stack.template.nameOf(logicalId);
    await this.#client.send(new PutObjectCommand({ Bucket, Key, Body: text }));
  }

  /** As if it had never been put. */
  async remove(bucket: string, Key: string): Promise<void> {
    const { logicalId } = this.#stack.template.find(bucket, "AWS::S3::Bucket");
    const Bucket = this.#stack.template.nameOf(logicalId);
    await this.#client.send(new DeleteObjectCommand({ Bucket, Key }));
  }
}
