using Apache.Arrow;

namespace DataMesh;

/// <summary>Says what one run publishes: rows for several output ports of one product, or for several major versions of one port, each named once.</summary>
/// <remarks>Rows are read once each, port after port, in the order of the ports' names.</remarks>
public abstract class RunBuilder
{
    /// <summary>Publishes rows to a port, as its mode says.</summary>
    /// <typeparam name="T">The record of the port; of several major versions, it says which.</typeparam>
    /// <exception cref="PortNotFoundException">The application declares no such port.</exception>
    /// <exception cref="ArgumentException">The port is declared with another record type, is of another product than those before, or was named before.</exception>
    public abstract RunBuilder Publish<T>(PortName port, IAsyncEnumerable<T> rows)
        where T : IDataSchema<T>;

    /// <inheritdoc cref="Publish{T}(PortName, IAsyncEnumerable{T})"/>
    public abstract RunBuilder Publish<T>(PortName port, IEnumerable<T> rows)
        where T : IDataSchema<T>;

    /// <summary>Publishes record batches of the contract's schema to a port, the newest major version of it. Takes ownership of the batches and disposes those that it reads.</summary>
    /// <exception cref="PortNotFoundException">The application declares no such port.</exception>
    /// <exception cref="ArgumentException">The port is of another product than those before, or was named before.</exception>
    public abstract RunBuilder PublishBatches(PortName port, IAsyncEnumerable<RecordBatch> batches);
}
