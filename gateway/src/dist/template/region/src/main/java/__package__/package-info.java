/** __title__. */
package __package__;
