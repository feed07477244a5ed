using static DataMesh.ChangeImpact;

namespace DataMesh;

/// <summary>Which change has which impact on which side. Promises break by being loosened, expectations by being tightened.</summary>
internal static class ChangeRules
{
    public static readonly ChangeRule ObjectAdded = new("object-added", Minor, Major, "Readers are offered more; a provider is asked for more.");
    public static readonly ChangeRule ObjectRemoved = new("object-removed", Major, Minor, "Readers lose it; a provider is asked for less.");
    public static readonly ChangeRule PropertyAdded = new("property-added", Minor, Minor, "It may be null, so readers need not know it and a provider need not have it.");
    public static readonly ChangeRule RequiredPropertyAdded = new("required-property-added", Minor, Major, "Readers need not know it; a provider without it breaks.");
    public static readonly ChangeRule PropertyRemoved = new("property-removed", Major, Minor, "Whoever reads it breaks; a provider is asked for less.");
    public static readonly ChangeRule RenamedKeepingName = new("renamed-keeping-former-name", Minor, Minor, "The former name stays known.");
    public static readonly ChangeRule Renamed = new("renamed", Major, Major, "The former name is gone.");
    public static readonly ChangeRule RequiredDropped = new("required-dropped", Major, Minor, "Readers may meet nulls.");
    public static readonly ChangeRule RequiredAdded = new("required-added", Minor, Major, "A provider must have a value in every row.");
    public static readonly ChangeRule UniqueDropped = new("unique-dropped", Major, Minor, "Readers may meet a value or key twice.");
    public static readonly ChangeRule UniqueAdded = new("unique-added", Minor, Major, "A provider must not have a value or key twice.");
    public static readonly ChangeRule TypeWidened = new("type-widened", Major, Minor, "A typed reader cannot hold the new values.");
    public static readonly ChangeRule TypeWidenedAsAnnounced = new("type-widened-as-announced", Minor, Minor, "The format said already that values may be that wide.");
    public static readonly ChangeRule TypeNarrowed = new("type-narrowed", Minor, Major, "A provider may have values that no longer fit.");
    public static readonly ChangeRule TypeChanged = new("type-changed", Major, Major, "Values are of another kind.");
    public static readonly ChangeRule StoredTypeChanged = new("stored-type-changed", Minor, Minor, "The logical type is the same; only who reads the store itself sees it.");
    public static readonly ChangeRule MeaningChanged = new("meaning-changed", Major, Major, "The same number now means something else.");
    public static readonly ChangeRule MapChanged = new("map-or-vector-changed", Major, Major, "Keys, values or dimensions are of another kind.");
    public static readonly ChangeRule ValueAllowed = new("value-allowed", Major, Minor, "Readers may meet a value they do not know.");
    public static readonly ChangeRule ValueAllowedInOpenList = new("value-allowed-in-open-list", Minor, Minor, "The list was declared open, so readers expect values they do not know.");
    public static readonly ChangeRule ValueForbidden = new("value-forbidden", Minor, Major, "A provider may have it.");
    public static readonly ChangeRule LimitLoosened = new("limit-loosened", Minor, Minor, "Readers may meet longer or greater values than before.", NeedsNotice: true);
    public static readonly ChangeRule LimitLoosenedStrictly = new("limit-loosened-strict", Major, Minor, "Readers may rely on the limit.");
    public static readonly ChangeRule LimitTightened = new("limit-tightened", Minor, Major, "A provider may have values beyond it.");
    public static readonly ChangeRule LimitChanged = new("limit-changed", Minor, Major, "It cannot be told whether it allows more or less.", NeedsNotice: true);
    public static readonly ChangeRule LimitChangedStrictly = new("limit-changed-strict", Major, Major, "It cannot be told whether it allows more or less.");
    public static readonly ChangeRule ClassificationRaised = new("classification-raised", Major, None, "Readers may lose access; approvals must be given again.", NeedsNotice: true);
    public static readonly ChangeRule ClassificationLowered = new("classification-lowered", Minor, None, "Nobody loses access.");
    public static readonly ChangeRule QualityTightened = new("quality-tightened", Minor, None, "More is promised.");
    public static readonly ChangeRule QualityLoosened = new("quality-loosened", Major, None, "An error that was caught no longer is.");
    public static readonly ChangeRule QualityLoosenedWarning = new("quality-loosened-warning", Minor, None, "A warning is no longer given.", NeedsNotice: true);
    public static readonly ChangeRule ServiceBetter = new("service-better", Patch, None, "More is promised.");
    public static readonly ChangeRule ServiceWorse = new("service-worse", Major, None, "Less is promised; a notice period may do instead of a new version.", NeedsNotice: true);
    public static readonly ChangeRule EndAnnounced = new("end-announced", Minor, None, "What is there goes earlier than said; breaking when readers were promised a longer notice.", NeedsNotice: true);
    public static readonly ChangeRule ServerChanged = new("server-changed", Minor, None, "Who reads through the library does not notice; who opens the place itself breaks.", NeedsNotice: true);
    public static readonly ChangeRule LayoutChanged = new("layout-changed", Patch, None, "How the store is partitioned and sorted says nothing about rows.");
    public static readonly ChangeRule TermsTightened = new("terms-tightened", Major, None, "Agreements were signed on other terms.", NeedsNotice: true);
    public static readonly ChangeRule TermsLoosened = new("terms-loosened", Patch, None, "Nobody is worse off.");
    public static readonly ChangeRule WordsChanged = new("words-changed", Patch, Patch, "It says nothing about rows.");
    public static readonly ChangeRule Deprecated = new("deprecated", Minor, None, "Still served; readers should know.", NeedsNotice: true);
    public static readonly ChangeRule Retired = new("retired", Major, None, "No longer served.", NeedsNotice: true);
    public static readonly ChangeRule StatusChanged = new("status-changed", Patch, None, "Where a contract stands says nothing about rows.");
    public static readonly ChangeRule RowsMayChange = new("rows-may-change", Major, None, "Rows that never changed now may.");
    public static readonly ChangeRule RowsNoLongerChange = new("rows-no-longer-change", Minor, None, "Rows that could change no longer do.");

    /// <summary>All rules, in the order of the table.</summary>
    public static IReadOnlyList<ChangeRule> All { get; } =
    [
        ObjectAdded, ObjectRemoved, PropertyAdded, RequiredPropertyAdded, PropertyRemoved, RenamedKeepingName, Renamed, RequiredDropped, RequiredAdded, UniqueDropped, UniqueAdded,
        TypeWidened, TypeWidenedAsAnnounced, TypeNarrowed, TypeChanged, StoredTypeChanged, MeaningChanged, MapChanged, ValueAllowed, ValueAllowedInOpenList, ValueForbidden,
        LimitLoosened, LimitLoosenedStrictly, LimitTightened, LimitChanged, LimitChangedStrictly, ClassificationRaised, ClassificationLowered,
        QualityTightened, QualityLoosened, QualityLoosenedWarning, ServiceBetter, ServiceWorse, EndAnnounced, ServerChanged, LayoutChanged, TermsTightened, TermsLoosened,
        WordsChanged, Deprecated, Retired, StatusChanged, RowsMayChange, RowsNoLongerChange,
    ];
}
