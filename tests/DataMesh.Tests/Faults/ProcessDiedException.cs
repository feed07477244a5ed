namespace DataMesh.Tests.Faults;

/// <summary>What the code of a process that has died gets from every call: nothing that it does afterwards has an effect.</summary>
internal sealed class ProcessDiedException() : Exception("The process has died.");
