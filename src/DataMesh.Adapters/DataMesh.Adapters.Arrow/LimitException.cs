namespace DataMesh.Adapters;

/// <summary>A budget would be exceeded; becomes one of ours, with the file's name, where the file is known.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the adapter.
internal sealed class LimitException(string message) : Exception(message);
#pragma warning restore CA1032, CA1064
