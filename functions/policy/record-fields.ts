/**
 * What a record says about itself beside what its person wrote: name in `data.json` and in the tables → label on the
 * pages. The colon keeps them apart from the fields of forms, which are letters and digits; portability leaves them out.
 */
export const recordFields = {
  "record:form": "Form",
  "record:title": "Title of the form",
  "record:status": "Status",
  "record:confirmedAt": "Confirmed on",
  "record:purpose": "What it is used for",
  "record:lawfulBasis": "Lawful basis",
  "record:noticeVersion": "Privacy notice that was shown, of",
  "record:public": "Who can read it",
  "record:consents": "Agreed to",
  "record:unreadable": "Could not be read",
  "record:erased": "Not there any more",
  "record:field": "Sent as",
  "record:mediaType": "Kind of file",
  "record:file": "In this copy",
  "record:bytes": "Size in bytes",
  "record:right": "Right",
  "record:regime": "Law",
  "record:verifiedAt": "Proved on",
  "record:dueBy": "Answer due by",
  "record:concludedAt": "Concluded on",
  "record:ground": "Ground of the refusal",
  "record:outcome": "Outcome",
  "record:kind": "Kind",
  "record:createdAt": "Made on",
  "record:expiresAt": "Ends on",
  "record:count": "How many",
} as const;
export type RecordField = keyof typeof recordFields;

/** True for a field that we added; false for what the person wrote. */
export const isRecordField = (name: string): name is RecordField => Object.hasOwn(recordFields, name);
