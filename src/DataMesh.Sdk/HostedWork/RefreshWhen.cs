namespace DataMesh;

/// <summary>When a refresh is not left out.</summary>
internal enum RefreshWhen
{
    /// <summary>Whatever has changed.</summary>
    Always = 0,

    /// <summary>When something that the rows follow from has changed; where they follow from the time, whenever it is asked for.</summary>
    RowsMayChange = 1,

    /// <summary>When something else than the time has changed.</summary>
    InputsChange = 2,
}
