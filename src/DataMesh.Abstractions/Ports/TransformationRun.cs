using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>One run of a transformation.</summary>
public sealed record TransformationRun
{
    /// <summary>The run's id, a UUIDv7; recorded with the snapshot.</summary>
    public required Guid Id { get; init; }

    /// <summary>The port that is being refreshed.</summary>
    public required PortName Port { get; init; }

    /// <summary>How far the port has taken in the changes of its inputs.</summary>
    public InputPositions Positions { get; init; } = new();

    /// <summary>Gives what has changed in an input since the last refresh that published: each change once, whatever crashes, because rows and position are committed together.</summary>
    /// <remarks>
    /// For ports that add to what they have (<see cref="PublishMode.Append"/>, <see cref="PublishMode.Upsert"/>); one that is replaced reads its inputs whole. A page that was handed out counts as taken
    /// in: read it to its end. A page whose <see cref="ChangeSet{T}.Reset"/> is not null is followed by all rows of the input. A rollback of the port takes its positions back as well.
    /// </remarks>
    /// <param name="input">An input of the transformation, as it was injected.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async IAsyncEnumerable<ChangeSet<T>> ChangesAsync<T>(IInputPort<T> input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(input);
        await foreach (ChangeSet<T> page in input.ChangesAsync(Positions.Of(input.Source), cancellationToken).ConfigureAwait(false))
        {
            Positions.Move(input.Source, page.Next);
            yield return page;
        }
    }
}
