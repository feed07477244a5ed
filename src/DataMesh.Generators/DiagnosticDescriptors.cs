using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Every diagnostic of the generator and its analyzers; each has a page in docs/diagnostics.</summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "DataMesh.Contracts";
    private const string Policies = "DataMesh.Policies";
    private const string Pages = "docs/diagnostics/";

    public static readonly DiagnosticDescriptor MissingSchema = Error("DMESH1001", "A data product type needs [DataSchema]",
        "'{0}' is used as a data product type but has no [DataSchema]. Add [DataSchema] and make it partial.");

    public static readonly DiagnosticDescriptor NotPartial = Error("DMESH1002", "A [DataSchema] type must be partial",
        "'{0}' has [DataSchema] but '{1}' is not partial, so its mapping cannot be added. Make '{1}' partial.");

    public static readonly DiagnosticDescriptor UnmappableType = Error("DMESH1003", "A member's type maps to no column",
        "'{0}' has type '{1}', which maps to no column. {2}");

    public static readonly DiagnosticDescriptor MissingPrecision = Error("DMESH1004", "A decimal needs [DecimalPrecision]",
        "'{0}' is a decimal without [DecimalPrecision]. Say how many digits it has, for example [DecimalPrecision(18, 2)]; values that do not fit are refused, never rounded.");

    public static readonly DiagnosticDescriptor BadPrecision = Error("DMESH1005", "[DecimalPrecision] is out of range",
        "[DecimalPrecision({1}, {2})] on '{0}' is out of range. Precision is 1 to 38 digits, scale 0 to the precision.");

    public static readonly DiagnosticDescriptor FlagsEnum = Error("DMESH1006", "A [Flags] enum maps to no column",
        "'{0}' has type '{1}', a [Flags] enum; enums are stored by the name of one member. Use one bool for each flag, or a number.");

    public static readonly DiagnosticDescriptor DuplicateColumn = Error("DMESH1007", "Two members have the same column",
        "'{0}' has the column name '{1}', which '{2}' has too. Rename one, or give it another name with [Column].");

    public static readonly DiagnosticDescriptor TwoEventTimes = Error("DMESH1008", "A contract has at most one event time",
        "'{0}' has [EventTime], which '{1}' has too. Keep it on the member that says when the fact of a row happened.");

    public static readonly DiagnosticDescriptor UnsupportedShape = Error("DMESH1009", "The kind of type cannot be a data product type",
        "'{0}' has [DataSchema] but is {1}. Use a concrete, non-generic record, class or struct.");

    public static readonly DiagnosticDescriptor NullableKey = Error("DMESH1010", "A key column may not be null",
        "'{0}' has [Key] but may be null. Make it non-nullable; every row needs its key.");

    public static readonly DiagnosticDescriptor DoesNotApply = Error("DMESH1011", "An attribute does not apply to the member's type",
        "{1} on '{0}' does not apply to {2}. {3}");

    public static readonly DiagnosticDescriptor BadArgument = Error("DMESH1012", "An attribute's argument is not valid",
        "{1} on '{0}' is not valid: {2}.");

    public static readonly DiagnosticDescriptor ClassificationConflict = Error("DMESH1013", "[Classified] contradicts itself",
        "'{0}' is classified {1} but holds {2} data, which is at least Confidential. Use Classification.Confidential or Restricted.");

    public static readonly DiagnosticDescriptor InheritedMembers = Error("DMESH1014", "A contract stands in one type",
        "'{0}' inherits '{1}' from '{2}'. A change of a base type would change contracts unseen: declare the members in '{0}', or put [NotMapped] on the inherited ones.");

    public static readonly DiagnosticDescriptor NoConstructor = Error("DMESH1015", "No constructor can be used to read rows",
        "'{0}' cannot be created from columns: {1}. Use a property record, or one constructor whose parameters are named and typed like the properties.");

    public static readonly DiagnosticDescriptor RequiredNotStored = Error("DMESH1016", "A required member is no column",
        "'{0}' is required but is no column, so rows could not be read back. Remove 'required', or let it be a public property without [NotMapped].");

    public static readonly DiagnosticDescriptor NoColumns = Error("DMESH1017", "A contract needs a column",
        "'{0}' has [DataSchema] but no column. Add a public property with get and init.");

    public static readonly DiagnosticDescriptor NotInContract = new("DMESH1018", "An attribute is not part of the contract",
        "{1} on '{0}' is not part of the contract and is not checked when rows are published. Use [RegularExpression], [AllowedValues] or [Range].", Category, DiagnosticSeverity.Info, true, helpLinkUri: Pages + "DMESH1018.md");

    public static readonly DiagnosticDescriptor RecursiveType = Error("DMESH1019", "A type contains itself",
        "'{0}' has type '{1}', which it lies in itself, so the column would nest without end. Store the key of the other one, and give each a row of its own.");

    public static readonly DiagnosticDescriptor UnsupportedKey = Error("DMESH1020", "The key of a map must be a plain value",
        "'{0}' has keys of type '{1}'. Keys are string, bool, whole numbers, Guid, DateOnly and enums, which are equal exactly when they are stored alike. Use one of them, or a list of records.");

    public static readonly DiagnosticDescriptor ClockInPolicy = new("DMESH2001", "A policy does not read a clock",
        "'{0}' would be read once, when the policy is declared, and stay as it was. Use Policy.Now or Policy.Today: they are the time of the read.", Policies, DiagnosticSeverity.Error, true, helpLinkUri: Pages + "DMESH2001.md");

    public static readonly DiagnosticDescriptor CapturedInPolicy = new("DMESH2002", "A captured value is fixed when the policy is declared",
        "'{0}' is read once, when the policy is declared: its value is fixed at start-up. Use a constant or a static readonly field to say so, or Policy.Now and Policy.User for what moves.", Policies, DiagnosticSeverity.Warning, true, helpLinkUri: Pages + "DMESH2002.md");

    public static readonly DiagnosticDescriptor NegatedNullable = new("DMESH2003", "A negation of a nullable column says whether null counts",
        "'{0}' may be null, and the negation does not say whether null counts. Put '{0} == null ||' or '{0} != null &&' beside it.", Policies, DiagnosticSeverity.Error, true, helpLinkUri: Pages + "DMESH2003.md");

    public static readonly DiagnosticDescriptor NoCommittedContract = new("DMESH3001", "A port has no committed contract",
        "'{0}' has no committed contract to be compared with. Build once where contracts may be written, and commit 'contracts/{1}'.", Category, DiagnosticSeverity.Warning, true, helpLinkUri: Pages + "DMESH3001.md");

    public static readonly DiagnosticDescriptor ContractDrift = new("DMESH3002", "The committed contract says something else",
        "'{0}': {1}. {2}.", Category, DiagnosticSeverity.Warning, true, helpLinkUri: Pages + "DMESH3002.md");

    public static readonly DiagnosticDescriptor BreakingChange = Error("DMESH3003", "A change breaks readers under a version that does not say so",
        "'{0}': {1}. {2}. Set {3}, or restore what it promised.");

    public static readonly DiagnosticDescriptor UnreadableContract = Error("DMESH3004", "A file of the committed contracts cannot be read",
        "'{0}' cannot be read: {1} Correct it, or delete it and let the build write it again.");

    public static readonly DiagnosticDescriptor ComputedContract = new("DMESH3005", "A port is declared with values that only running code knows",
        "The {1} of the port of '{0}' is computed, so no committed contract can be compared with it. Use constants.", Category, DiagnosticSeverity.Info, true, helpLinkUri: Pages + "DMESH3005.md");

    public static readonly DiagnosticDescriptor AbandonedContract = new("DMESH3006", "A committed contract belongs to no port of the project",
        "'{0}' is the committed contract of no port that this project declares. If the port is gone, retire it in the mesh and delete the file; if it has another name or major version now, rename the file.", Category, DiagnosticSeverity.Warning, true,
        helpLinkUri: Pages + "DMESH3006.md", customTags: WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + id + ".md");
}
