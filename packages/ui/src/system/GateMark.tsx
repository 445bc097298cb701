/** The product's mark: a gate with a way through it. */
export function GateMark() {
  return (
    <svg className="gate-mark" viewBox="0 0 96 96" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeLinecap="round" strokeWidth="8">
        <path d="M12 26 Q48 10 84 26" />
        <path d="M25 24 V74 M71 24 V74" />
        <path d="M25 41 H71" strokeWidth="6" />
      </g>
      <path className="gate-way" d="M48 51 L60 86 H36 Z" />
    </svg>
  );
}
