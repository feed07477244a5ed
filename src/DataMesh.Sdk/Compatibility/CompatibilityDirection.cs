namespace DataMesh;

/// <summary>Whose side a contract is on. What hurts the readers of an output port is not what hurts the providers of an input port.</summary>
public enum CompatibilityDirection
{
    /// <summary>The contract is a promise: whoever reads breaks when less is promised.</summary>
    OutputPort,

    /// <summary>The contract is an expectation: whoever provides breaks when more is expected.</summary>
    InputPort,

    /// <summary>Both; the greater impact counts.</summary>
    Both,
}
