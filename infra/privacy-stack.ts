import { CfnOutput, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { AlarmLetters } from "./alarms.ts";
import { Choices } from "./choices.ts";
import { Desk } from "./desk.ts";
import { Download } from "./download.ts";
import { Erasure } from "./erasure.ts";
import { Evidence } from "./evidence.ts";
import { Export } from "./export.ts";
import { Fulfilment } from "./fulfilment.ts";
import { Intake } from "./intake.ts";
import { Outbox } from "./outbox.ts";
import { PublicSite } from "./public-site.ts";
import { Retention } from "./retention.ts";
import type { Settings } from "./settings.ts";
import { Stores } from "./stores.ts";
import { Verification } from "./verification.ts";

/**
 * The whole of Habeas, in the order in which data flows: a form comes in, a letter goes out, a click confirms it.
 * The functions never call one another; the Records table and its stream join them.
 */
export class PrivacyStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      description: "Habeas: forms, proof by e-mail, rights requests, retention",
      // Tables and keys would stay, and the next stack would begin with new and empty ones.
      terminationProtection: true,
    });

    const stores = new Stores(this, "Stores", settings);
    const site = new PublicSite(this, "Site", settings);

    const evidence = new Evidence(this, "Evidence", { encryptionKey: stores.key });

    new Intake(this, "Intake", { settings, site, stores });
    const fulfilment = new Fulfilment(this, "Fulfilment", { settings, site, stores, evidence });
    const erasure = new Erasure(this, "Erasure", { settings, site, stores, evidence, fulfilment });
    const exporting = new Export(this, "Export", { settings, site, stores, fulfilment });
    const choices = new Choices(this, "Choices", { settings, site, stores, fulfilment });
    new Outbox(this, "Outbox", { settings, site, stores, erasure, exporting, choices });
    new Verification(this, "Verification", { settings, site, stores, evidence });
    new Download(this, "Download", { settings, site, stores });

    const retention = new Retention(this, "Retention", { settings, site, stores });

    const desk = new Desk(this, "Desk", {
      ...{ settings, site, stores, evidence, erasure, exporting, choices, retention },
    });

    if (settings.alarmEmail !== undefined) new AlarmLetters(this, "Alarms", settings.alarmEmail);

    new CfnOutput(this, "SiteUrl", { value: site.url, description: "Where people find the forms" });
    new CfnOutput(this, "DeskFunction", {
      value: desk.functionName,
      description: "What `npm run desk` invokes",
    });
  }
}
