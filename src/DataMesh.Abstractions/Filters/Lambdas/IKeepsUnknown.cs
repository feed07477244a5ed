namespace DataMesh;

/// <summary>Marks the row of conditions in which a comparison with null is unknown rather than what C# makes of it.</summary>
internal interface IKeepsUnknown;
