import { ReferenceField } from "./code-fields.tsx";

/** Asks for the same letter again. The answer is the same whether or not there is anything to send. */
export function ResendForm({ reference }: { readonly reference?: string | undefined }) {
  return (
    <form method="post" action="/sent" noValidate>
      <ReferenceField reference={reference} idPrefix="resend" />
      <button type="submit" class="quiet">
        Send the e-mail again
      </button>
    </form>
  );
}
