/** A body of `rows` calls that no other body equals. */
export declare function batch(number: number, rows: number): Buffer
//# sourceMappingURL=batch.d.ts.map
