import type { Controller } from "../policy/controller.ts";
import { Layout } from "./layout.tsx";
import { renderPage } from "./render.ts";

interface ProblemPageProps {
  readonly controller: Controller;
  /** The HTTP status, small print for whoever helps. */
  readonly status: number;
  readonly title: string;
  /** What to do now, in words of ours. */
  readonly detail: string;
}

/** For the edge, which knows of problems but not of pages. */
export const problemPage = (controller: Controller) => (problem: Omit<ProblemPageProps, "controller">) =>
  renderPage(
    <ProblemPage
      controller={controller}
      status={problem.status}
      title={problem.title}
      detail={problem.detail}
    />,
  );

function ProblemPage({ controller, status, title, detail }: ProblemPageProps) {
  return (
    <Layout controller={controller} title={title}>
      <p class="lead">{detail}</p>
      <p>
        <a href="/">To the first page</a>, or write to{" "}
        <a href={`mailto:${controller.email}`}>{controller.email}</a>.
      </p>
      <p class="why">Status {status}</p>
    </Layout>
  );
}
