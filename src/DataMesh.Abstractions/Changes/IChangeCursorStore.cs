namespace DataMesh;

/// <summary>Remembers how far groups of consumers have followed ports. Implement it over the database that the changes go to, and a page and its cursor commit together.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IChangeCursorStore
{
    /// <summary>The cursor that was saved last; <see cref="Cursor.Beginning"/> when none was.</summary>
    /// <param name="group">Who follows: <c>billing</c>. Processes that share the work of one consumer share the name; each follows under a name of its own otherwise.</param>
    /// <param name="port">The port, with its major version: <see cref="IInputPort.Source"/>.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    Task<Cursor> FindAsync(string group, PortReference port, CancellationToken cancellationToken = default);

    /// <summary>Saves a cursor, durably.</summary>
    /// <param name="group">Who follows.</param>
    /// <param name="port">The port.</param>
    /// <param name="cursor">The <see cref="ChangeSet{T}.Next"/> of the page that was applied last.</param>
    /// <param name="cancellationToken">Cancels saving.</param>
    /// <exception cref="CommitConflictException">Another process has saved a cursor for the group since this store found or saved one: two follow at once, and one of them must stop.</exception>
    Task SaveAsync(string group, PortReference port, Cursor cursor, CancellationToken cancellationToken = default);
}
