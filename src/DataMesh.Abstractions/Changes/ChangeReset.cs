namespace DataMesh;

/// <summary>Why a feed starts anew instead of going on.</summary>
public enum ChangeReset
{
    /// <summary>The snapshot that the cursor stands at has expired: maintenance keeps as many as <see cref="MaintenanceOptions.ChangeRetention"/> says.</summary>
    HistoryExpired,

    /// <summary>Another tool set the table back to a state that the cursor's snapshot is not part of. A rollback by this library is a publish like any other and no reset.</summary>
    RolledBack,

    /// <summary>The table is another one than that of the cursor.</summary>
    TableReplaced,

    /// <summary>What the reader may see is not what it was: the policy, an agreement, the reader's attributes or the columns that it asks for have changed.</summary>
    AccessChanged,

    /// <summary>A publish replaced more than <see cref="MeshLimits.ChangeBytes"/> of rows, so that what is new cannot be told from what was there.</summary>
    TooLarge,

    /// <summary>Another tool deleted rows without rewriting their files.</summary>
    ForeignDeletes,
}
