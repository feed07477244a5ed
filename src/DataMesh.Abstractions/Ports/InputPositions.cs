namespace DataMesh;

/// <summary>How far a derived port has taken in the changes of its inputs. The positions are committed with the rows that were made from them, both or neither.</summary>
/// <remarks>Not thread-safe. A new instance stands at the beginning of every input: that is what a unit test of a transformation needs.</remarks>
public sealed class InputPositions
{
    private readonly Dictionary<PortReference, Cursor> _positions;

    /// <summary>Stands at the beginning of every input.</summary>
    public InputPositions()
        : this([])
    {
    }

    /// <summary>Stands where an earlier run ended.</summary>
    public InputPositions(IEnumerable<KeyValuePair<PortReference, Cursor>> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _positions = new(positions);
    }

    /// <summary>The inputs that have moved on, and where they stand now.</summary>
    public IReadOnlyDictionary<PortReference, Cursor> All => _positions;

    /// <summary>True when an input has moved on since the instance was made.</summary>
    public bool HaveMoved { get; private set; }

    /// <summary>Where an input stands; <see cref="Cursor.Beginning"/> when nothing of it was taken in.</summary>
    public Cursor Of(PortReference input) => _positions.GetValueOrDefault(input, Cursor.Beginning);

    /// <summary>Moves an input on.</summary>
    public void Move(PortReference input, Cursor next)
    {
        _positions[input] = next;
        HaveMoved = true;
    }
}
